// Created, or renamed from one that is gone? Nobody can know but the person who did it, so
// nothing is chosen before he chooses.
import { useId, useState } from "react";
import type { GenerateAnswer, Question } from "../api/types";
import { Button } from "../ui/Button";
import { SafeText } from "../ui/SafeText";
import { count } from "./words";

interface Props {
  questions: Question[];
  isBusy: boolean;
  onAnswer: (answers: GenerateAnswer[]) => void;
}

export function Questions({ questions, isBusy, onAnswer }: Props) {
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const open = questions.filter(({ id }) => chosen[id] === undefined).length;
  return (
    <form
      className="questions"
      onSubmit={(event) => {
        event.preventDefault();
        if (open > 0) return;
        onAnswer(questions.map(({ id }) => ({ question: id, choice: chosen[id] ?? "" })));
      }}
    >
      <p className="soft">
        Something is gone and something is new. Whether one became the other, only you know; its data depends on it.
      </p>
      {questions.map((question) => (
        <One key={question.id} question={question} chosen={chosen[question.id]} onChoose={(choice) => setChosen((all) => ({ ...all, [question.id]: choice }))} />
      ))}
      <div className="page-actions">
        <Button type="submit" variant="primary" disabled={open > 0} isBusy={isBusy}>
          {open > 0 ? `${count(open, "question")} open` : "Go on"}
        </Button>
      </div>
    </form>
  );
}

function One({ question: { text, choices }, chosen, onChoose }: { question: Question; chosen: string | undefined; onChoose: (choice: string) => void }) {
  const group = useId();
  return (
    <fieldset className="question">
      <legend>
        <SafeText text={text} />
      </legend>
      {choices.map((choice, at) => (
        <label key={choice.id} className="choice">
          <input type="radio" name={group} checked={chosen === choice.id} onChange={() => onChoose(choice.id)} />
          <span className="choice-text">
            <span>
              <SafeText text={choice.text} />
              {at === 0 && choice.reason !== null && <span className="choice-likely">most likely</span>}
            </span>
            {choice.reason !== null && (
              <span className="soft">
                <SafeText text={choice.reason} />
              </span>
            )}
            {choice.loss !== null && (
              <span className="note-bad">
                ✗ <SafeText text={choice.loss} />
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
