// A migration for what the schema files say and the folder does not: first the questions that
// only a person can answer, then what would be written, then that it is written and rehearsed.
import { useState } from "react";
import type { Generated, GenerateRequest } from "../api/types";
import { failureOf } from "../api/client";
import { href } from "../app/router";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import { Empty } from "../ui/Empty";
import { ErrorView } from "../ui/ErrorView";
import { ChangeCounts, Changes } from "./Changes";
import { Code } from "./Code";
import { Losses } from "./Confirm";
import { Findings, Rehearsed } from "./Detail";
import { AnsweredList, Questions, type Answered } from "./Questions";
import { Planning } from "./look";
import { usePlan } from "./queries";
import { Outcome } from "./RunLog";
import { useRun } from "./runs";
import { migrationHref } from "./TimelineList";
import { waysBack } from "./words";
import { WriteButton } from "./WriteButton";

type Of<Type extends Generated["type"]> = Extract<Generated, { type: Type }>;

export function Generate() {
  const [answered, setAnswered] = useState<Answered[]>([]);
  const [name, setName] = useState("");
  const [keepData, setKeepData] = useState(false);
  const write = useRun("generate/write");
  const answers = answered.map(({ question, choice }) => ({ question, choice }));
  // The name changes the file and nothing else: it is not planned again for each letter.
  const plan = usePlan("generate/plan", { name: null, keepData, answers });
  const request: GenerateRequest = { name: name.trim() === "" ? null : name.trim(), keepData, answers };
  const written = write.run.result?.type === "written" ? write.run.result : null;

  return (
    <article className="detail" aria-label="Generate">
      <header className="page-head">
        <h2 className="page-title">Generate</h2>
        <p className="facts">
          <span className="fact">a migration for what the schema files say and the folder does not</span>
        </p>
      </header>
      {(write.run.state !== "done" || written) && (
        <Outcome
          run={write.run}
          label="Writing and rehearsing"
          onStop={write.cancel}
          onClose={() => {
            write.reset();
            setAnswered([]);
            setName("");
          }}
        >
          {written && <Written written={written} />}
        </Outcome>
      )}
      {written === null && write.run.state !== "running" && (
        <PlanPart
          plan={plan}
          answered={answered}
          onAnswered={setAnswered}
          form={{ name, setName, keepData, setKeepData }}
          onWrite={() => void write.start(request)}
        />
      )}
    </article>
  );
}

interface Form {
  name: string;
  setName: (name: string) => void;
  keepData: boolean;
  setKeepData: (keep: boolean) => void;
}

function PlanPart({ plan, answered, onAnswered, form, onWrite }: {
  plan: ReturnType<typeof usePlan<"generate/plan">>;
  answered: Answered[];
  onAnswered: (answered: Answered[]) => void;
  form: Form;
  onWrite: () => void;
}) {
  const { data, error, isPending, isFetching } = plan;
  if (isPending) return <Planning plan={plan} label="Comparing the schema files with the folder" />;
  if (error || !data) return <ErrorView failure={failureOf(error)} action={<Button onClick={() => void plan.refetch()}>Try again</Button>} />;
  switch (data.type) {
    case "nothing":
      return (
        <Empty icon="check" title="Nothing to generate">
          <p>The schema files say what the migrations make.</p>
        </Empty>
      );
    case "questions":
      return <Questions questions={data.questions} answered={answered} isBusy={isFetching} onAnswer={(answer) => onAnswered([...answered, answer])} onAgain={() => onAnswered([])} />;
    case "planned":
      return (
        <>
          <AnsweredList answered={answered} onAgain={() => onAnswered([])} />
          <Planned planned={data} form={form} isBusy={isFetching} onWrite={onWrite} />
        </>
      );
    case "written":
      return <Written written={data} />;
  }
}

function Planned({ planned: { name, sql, changes, findings, isLossy }, form, isBusy, onWrite }: {
  planned: Of<"planned">;
  form: Form;
  isBusy: boolean;
  onWrite: () => void;
}) {
  return (
    <>
      <form
        className="generate-form"
        onSubmit={(event) => {
          event.preventDefault();
          onWrite();
        }}
      >
        <label className="field">
          <span>Name</span>
          <input className="input mono" value={form.name} placeholder={name} spellCheck={false} autoComplete="off" onChange={(event) => form.setName(event.target.value)} />
        </label>
        <label className="check" title="What a statement would drop is kept in an archive, from which the way back brings it">
          <input type="checkbox" checked={form.keepData} onChange={(event) => form.setKeepData(event.target.checked)} />
          Keep the data of what is dropped
        </label>
        <span className="spacer" />
        <WriteButton type="submit" variant="primary" icon="pencil" isBusy={isBusy}>
          Rehearse and write
        </WriteButton>
      </form>
      {isLossy && (
        <p className="notice" data-tone="bad">
          ✗ Data is lost when this is applied.
        </p>
      )}
      <Findings findings={findings} />
      <div className="part-bar">
        <h3>SQL</h3>
        <CopyButton text={sql} />
      </div>
      <Code text={sql} />
      <div className="part-bar">
        <h3>Changes</h3>
        <ChangeCounts changes={changes} />
      </div>
      <Changes changes={changes} note={null} />
    </>
  );
}

function Written({ written: { name, file, sql, rehearsed, wayBack, lost, findings } }: { written: Of<"written"> }) {
  const back = waysBack[wayBack];
  return (
    <>
      <p className="outcome-title">
        ✓ Written: <a href={migrationHref(name)}>{file}</a>
      </p>
      <p className="facts">
        <Rehearsed text={rehearsed ?? "no"} />
        <span className="fact" data-tone={back.tone} title={back.meaning}>
          <span aria-hidden="true">{back.sign} </span>
          {back.word}
        </span>
      </p>
      <Findings findings={findings} />
      <Losses losses={lost} title="What the way back does not bring back" />
      <Code text={sql} />
      <p className="page-actions">
        <a className="button button-primary" href={href("migrations", ["pending"])}>
          See what applying would do
        </a>
        <a className="button button-plain" href={migrationHref(name, "back")}>
          Way back
        </a>
      </p>
    </>
  );
}
