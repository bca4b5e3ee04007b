"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/controls/button";
import { useTailPause } from "./tail-pause";

/** Pauses and resumes the page's table. */
export function PauseButton() {
  const t = useTranslations("common.live");
  const { paused, setPaused } = useTailPause();
  return (
    <Button variant={paused ? "primary" : "secondary"} onPress={() => setPaused(!paused)}>
      {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      {paused ? t("resume") : t("pause")}
    </Button>
  );
}
