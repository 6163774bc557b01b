// One filter: column, question, value. The questions are those of the column's kind.

import { useState, type FormEvent } from "react";
import type { Column, Filter, Operator } from "../api/types";
import { Button } from "../ui/Button";
import { operatorsOf, takesValue, WORDS } from "./filters";

type Props = { columns: readonly Column[]; filter: Filter | null; onApply: (filter: Filter) => void; onClose: () => void };

export function FilterForm({ columns, filter, onApply, onClose }: Props) {
  const [name, setName] = useState(filter?.column ?? columns[0]?.name ?? "");
  const column = columns.find((one) => one.name === name) ?? columns[0];
  const [chosen, setOperator] = useState<Operator | null>(filter?.operator ?? null);
  const [values, setValues] = useState<string[]>(filter?.values ?? []);
  if (!column) return null;
  const operators = operatorsOf(column);
  const operator = chosen !== null && operators.includes(chosen) ? chosen : (operators[0] ?? "equals");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const sent = !takesValue(operator) ? [] : operator === "in" ? values.filter((value) => value !== "" || choicesOf(column)) : [values[0] ?? choicesOf(column)?.[0] ?? ""];
    onApply({ column: column.name, operator, values: sent });
  };
  return (
    <form
      className="filter-form"
      aria-label="Filter"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <select className="select" aria-label="Column" autoFocus value={column.name} onChange={(event) => { setName(event.target.value); setOperator(null); setValues([]); }}>
        {columns.map((one) => (
          <option key={one.name}>{one.name}</option>
        ))}
      </select>
      <select className="select" aria-label="Question" value={operator} onChange={(event) => setOperator(event.target.value as Operator)}>
        {operators.map((one) => (
          <option key={one} value={one}>
            {WORDS[one]}
          </option>
        ))}
      </select>
      {takesValue(operator) && <ValueField column={column} operator={operator} values={values} onChange={setValues} />}
      <Button type="submit" variant="primary">
        Apply
      </Button>
      <Button onClick={onClose}>Cancel</Button>
    </form>
  );
}

type FieldProps = { column: Column; operator: Operator; values: string[]; onChange: (values: string[]) => void };

function ValueField({ column, operator, values, onChange }: FieldProps) {
  const choices = choicesOf(column);
  if (choices && operator === "in") {
    return (
      <span className="filter-choices" role="group" aria-label="Values">
        {choices.map((choice) => (
          <label key={choice}>
            <input
              type="checkbox"
              checked={values.includes(choice)}
              onChange={(event) => onChange(event.target.checked ? [...values, choice] : values.filter((value) => value !== choice))}
            />
            {choice || "(empty)"}
          </label>
        ))}
      </span>
    );
  }
  if (choices) {
    return (
      <select className="select" aria-label="Value" value={values[0] ?? choices[0]} onChange={(event) => onChange([event.target.value])}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice || "(empty)"}
          </option>
        ))}
      </select>
    );
  }
  if (operator === "in") {
    return (
      <textarea
        className="input filter-lines"
        aria-label="Values, one a line"
        placeholder="one a line"
        rows={3}
        value={values.join("\n")}
        onChange={(event) => onChange(event.target.value.split("\n"))}
      />
    );
  }
  return (
    <input
      className="input"
      aria-label="Value"
      placeholder={operator === "like" ? "%pattern_" : column.sqlType}
      value={values[0] ?? ""}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange([event.target.value])}
    />
  );
}

function choicesOf({ kind, enumValues }: Column): string[] | null {
  if (kind === "boolean") return ["true", "false"];
  return kind === "enum" ? enumValues : null;
}
