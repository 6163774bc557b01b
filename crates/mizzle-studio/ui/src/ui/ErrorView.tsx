// A failure as the terminal shows it: the sentence, the place with its source line, notes, hints.

import type { ReactNode } from "react";
import type { Failure } from "../api/types";
import { Icon } from "./Icon";
import { Prose } from "./Prose";
import { SafeBlock } from "./SafeText";

type Props = { failure: Failure; action?: ReactNode; isCompact?: boolean };

export function ErrorView({ failure, action, isCompact }: Props) {
  const { message, notes, hints, place } = failure;
  return (
    <div className={isCompact ? "error error-compact" : "error"} role="alert">
      <p className="error-message">
        <Icon name="warning" />
        <SafeBlock text={message} />
      </p>
      {place && (
        <figure className="error-place">
          <figcaption>
            {place.file}:{place.line}:{place.column}
          </figcaption>
          {place.source !== null && (
            <pre>
              <span className="error-line">{place.line}</span>
              {place.source}
              {"\n"}
              <span className="error-line" />
              <span aria-hidden="true">{caret(place.source, place.column)}</span>
            </pre>
          )}
        </figure>
      )}
      {notes.map((note, index) => (
        <p key={index} className="error-note">
          <Prose text={note} keepsLines />
        </p>
      ))}
      {hints.map((hint, index) => (
        <p key={index} className="error-hint">
          <span className="error-hint-word">hint:</span> <Prose text={hint} keepsLines />
        </p>
      ))}
      {action && <div className="error-action">{action}</div>}
    </div>
  );
}

// Tabs stay tabs, so that the mark stands below its character.
function caret(source: string, column: number): string {
  return `${[...source].slice(0, column - 1).map((char) => (char === "\t" ? "\t" : " ")).join("")}^`;
}
