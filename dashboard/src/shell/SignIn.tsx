"use client";

import { Button, Checkbox, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Problem, problemFrom } from "@/api/problem";
import { Mark } from "./Mark";
import classes from "./SignIn.module.css";
import { useSessionAccess } from "./session";
import { ProblemNotice } from "./states";
import { ThemeSwitch } from "./ThemeSwitch";

/** Asks for a key. It is kept in this browser only, and never put into an address. */
export function SignIn({ why }: { why?: Problem }) {
  const { signIn } = useSessionAccess();
  const [key, setKey] = useState("");
  const [remember, setRemember] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(why);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(key.trim(), remember);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
      setBusy(false);
    }
  };

  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit}>
        <div className={classes.brand}>
          <Mark size={36} />
          <ThemeSwitch />
        </div>
        <h1>Sign in to Millrace</h1>
        <p>
          Use the read key or the admin key of your project. The server prints them at its first start and
          keeps them in <code>keys.yaml</code> in its data folder.
        </p>
        <PasswordInput
          label="Key"
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          placeholder="mr_read_…"
          autoComplete="current-password"
          spellCheck={false}
          data-autofocus
          autoFocus
          required
          withAsterisk={false}
          size="sm"
          visibilityToggleButtonProps={{ "aria-label": "Show the key" }}
        />
        <Checkbox
          label="Keep me signed in on this computer"
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
          size="xs"
        />
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <Button type="submit" loading={busy} disabled={key.trim() === ""} fullWidth>
          Sign in
        </Button>
      </form>
    </main>
  );
}
