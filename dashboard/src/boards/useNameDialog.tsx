"use client";

import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import classes from "./Boards.module.css";

interface Asking {
  title: string;
  name: string;
  then(name: string): void;
}

const MOST_CHARACTERS = 100;

/** Asks for a name: call the first, show the second. */
export function useNameDialog(): [
  (title: string, name: string, then: (name: string) => void) => void,
  ReactNode,
] {
  const [asking, setAsking] = useState<Asking | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asking !== null && asking.name.trim() !== "") {
      asking.then(asking.name.trim());
      setAsking(null);
    }
  };
  const dialog = (
    <Modal opened={asking !== null} onClose={() => setAsking(null)} title={asking?.title} size="sm" centered>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label="Name"
          size="sm"
          data-autofocus
          maxLength={MOST_CHARACTERS}
          value={asking?.name ?? ""}
          onChange={(event) => {
            const name = event.currentTarget.value;
            setAsking((before) => before && { ...before, name });
          }}
        />
        <div className={classes.formButtons}>
          <Button size="xs" variant="default" onClick={() => setAsking(null)}>
            Cancel
          </Button>
          <Button size="xs" type="submit" disabled={(asking?.name ?? "").trim() === ""}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
  return [(title, name, then) => setAsking({ title, name, then }), dialog];
}
