import { useEffect, useRef, useState } from "react";

/**
 * Enter where no row has the focus goes to the first one, once what was typed is answered. What is pasted moves the
 * focus to no row, and rows that come later take it away.
 *
 * @param first where the first row leads; null while there is none, or the answer is still to come
 */
export function useEnter(typed: string, first: string | null, go: (href: string) => void): () => void {
  const [entered, setEntered] = useState("");
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    if (entered !== "" && entered === typed && first !== null) latest.current(first);
  }, [entered, typed, first]);
  // Whoever types on has asked for something else.
  if (entered !== "" && entered !== typed) setEntered("");
  return () => setEntered(typed);
}
