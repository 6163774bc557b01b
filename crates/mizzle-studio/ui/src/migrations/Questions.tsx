// Created, or renamed from one that is gone? Nobody can know but the person who did it, so
// nothing is chosen before he chooses. One at a time: an answer may settle the next question.
import { useId, useState } from "react";
import type { Question } from "../api/types";
import { Button } from "../ui/Button";
import { Prose } from "../ui/Prose";
import { SafeText } from "../ui/SafeText";
import { plural } from "../ui/format";

/** An answer, and it in words. */
export interface Answered {
  question: string;
  choice: string;
  text: string;
}

interface Props {
  questions: Question[];
  answered: Answered[];
  isBusy: boolean;
  onAnswer: (answer: Answered) => void;
  onAgain: () => void;
}

export function Questions({ questions, answered, isBusy, onAnswer, onAgain }: Props) {
  const [question, ...more] = questions;
  if (!question) return null;
  return (
    <div className="questions">
      <p className="soft">
        Something is gone and something is new. Whether one became the other, only you know, and its data depends on it.
        The most likely answer stands first.
      </p>
      <AnsweredList answered={answered} onAgain={onAgain} />
      <One key={question.id} question={question} isBusy={isBusy} onAnswer={onAnswer} />
      {more.length > 0 && <p className="soft">{plural(more.length, "more question")} at most.</p>}
    </div>
  );
}

/** What was answered so far, and a way to answer otherwise. */
export function AnsweredList({ answered, onAgain }: { answered: Answered[]; onAgain: () => void }) {
  if (answered.length === 0) return null;
  return (
    <div className="part-bar">
      <ul className="answered">
        {answered.map(({ question, text }) => (
          <li key={question}>
            <span aria-hidden="true">✓ </span>
            <SafeText text={text} />
          </li>
        ))}
      </ul>
      <Button size="small" icon="undo" onClick={onAgain}>
        Answer again
      </Button>
    </div>
  );
}

function One({ question: { id, text, choices }, isBusy, onAnswer }: { question: Question; isBusy: boolean; onAnswer: Props["onAnswer"] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const group = useId();
  const choice = choices.find((it) => it.id === chosen);
  return (
    <form
      className="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (choice) onAnswer({ question: id, choice: choice.id, text: choice.text });
      }}
    >
      <fieldset className="question">
        <legend>
          <Prose text={text} />
        </legend>
        {choices.map((it) => (
          <label key={it.id} className="choice">
            <input type="radio" name={group} checked={chosen === it.id} onChange={() => setChosen(it.id)} />
            <span className="choice-text">
              <span>
                <SafeText text={it.text} />
              </span>
              {it.reason !== null && (
                <span className="soft">
                  <SafeText text={it.reason} />
                </span>
              )}
              {it.loss !== null && it.loss !== "" && (
                <span className="note-bad">
                  <span aria-hidden="true">✗ </span>
                  <SafeText text={it.loss} />
                </span>
              )}
            </span>
          </label>
        ))}
      </fieldset>
      <div className="page-actions">
        <Button type="submit" variant="primary" disabled={!choice} isBusy={isBusy}>
          Go on
        </Button>
      </div>
    </form>
  );
}
