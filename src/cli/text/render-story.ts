// The lab's story for people: one line a step, held or not.
import type { StoryStep } from "../../core/run/event.ts";
import { wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

export function renderStoryStep({ step, held, detail }: StoryStep, width: number, paint: Paint): string {
  const mark = held ? paint("good", "held   ") : paint("bad", "BROKEN ");
  const lines = wrap("         ", detail, width).join("\n");
  return `${mark}  ${paint("strong", step)}\n${paint("dim", lines)}\n`;
}

export function renderStoryEnd(story: readonly StoryStep[], partial: boolean, paint: Paint): string {
  const broken = story.filter((step) => !step.held).length;
  if (partial) return `\n${paint("warn", "Interrupted before the end of the story.")}\n`;
  if (broken > 0)
    return `\n${paint("bad", `The story ended at step ${story.length}, which did not hold.`)}\n`;
  return [
    `\n${paint("good", `All ${story.length} steps held.`)} Nothing left this machine.\n`,
    `${paint("dim", "Next:")} kms-doctor discover (your own network), or kms-doctor lab list\n`,
  ].join("");
}
