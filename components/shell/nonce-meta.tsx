"use client";

import { useState } from "react";

/**
 * Where React Aria looks for the nonce of the style elements it adds. The document keeps the policy it was loaded
 * with, so a later render's nonce must not replace the first one.
 */
export function NonceMeta({ nonce }: { nonce: string | undefined }) {
  const [first] = useState(nonce);
  return <meta property="csp-nonce" content="" nonce={first} suppressHydrationWarning />;
}
