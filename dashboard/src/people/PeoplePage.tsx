"use client";

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { KINDS } from "@/api/kinds";
import { useLoaded } from "@/api/useAnswer";
import { useAddress } from "@/question/address";
import { Page, Panel } from "@/shell/Page";
import { useSession } from "@/shell/session";
import { Empty, ProblemNotice, Waiting } from "@/shell/states";
import classes from "./People.module.css";
import { PeopleTable } from "./PeopleTable";
import { PersonPanel } from "./PersonPanel";
import { CODEC, type Found, listPeople, mostActive, type Sort } from "./people";

const LISTED = KINDS.includes("users");

/** Who is there, and what one of them did. */
export function PeoplePage() {
  const [state, setState] = useAddress(CODEC);
  const { api } = useSession();
  const [more, setMore] = useState<{ of: string; pages: Found[] }>({ of: "", pages: [] });
  const asked = JSON.stringify([state.search, state.sort]);
  const first = useLoaded(asked, (client, signal) =>
    LISTED ? listPeople(client, state, undefined, signal) : mostActive(client, state, signal),
  );
  const search = useDebouncedCallback(
    (text: string) => setState({ ...state, search: text, person: "" }),
    300,
  );

  const pages = [...(first.data === undefined ? [] : [first.data]), ...(more.of === asked ? more.pages : [])];
  const people = pages.flatMap((page) => page.people);
  const next = pages.at(-1)?.next;
  const loadMore = async () => {
    const page = await listPeople(api, state, next, new AbortController().signal);
    setMore({ of: asked, pages: [...pages.slice(1), page] });
  };

  return (
    <Page
      title="People"
      about={LISTED ? "Everyone who did something" : "The most active people of the last 7 days"}
      actions={
        <>
          <TextInput
            size="xs"
            aria-label="Search people"
            placeholder={LISTED ? "Search by id or property" : "Search by id"}
            leftSection={<IconSearch size="0.875rem" aria-hidden />}
            defaultValue={state.search}
            key={state.search === "" ? "empty" : "searched"}
            onChange={(event) => search(event.currentTarget.value)}
            w="14rem"
          />
          {LISTED && (
            <Select
              size="xs"
              aria-label="Order"
              w="9rem"
              allowDeselect={false}
              data={[
                { value: "last", label: "Seen last" },
                { value: "first", label: "New first" },
                { value: "count", label: "Most events" },
                { value: "user", label: "By id" },
              ]}
              value={state.sort}
              onChange={(sort) => setState({ ...state, sort: (sort ?? "last") as Sort })}
            />
          )}
        </>
      }
    >
      {first.problem !== undefined && <ProblemNotice problem={first.problem} onRetry={first.reload} />}
      <div className={state.person === "" ? classes.one : classes.two}>
        <Panel flush className={classes.list}>
          {first.data === undefined ? (
            first.problem === undefined && (
              <div style={{ padding: "0.875rem" }}>
                <Waiting height="24rem" />
              </div>
            )
          ) : people.length === 0 ? (
            <Empty title={state.search === "" ? "Nobody yet" : "Nobody matches"}>
              {state.search === "" ? "People appear with their first event." : "Try a part of the id."}
            </Empty>
          ) : (
            <PeopleTable
              people={people}
              chosen={state.person}
              onChoose={(person) => setState({ ...state, person: person === state.person ? "" : person })}
            />
          )}
          {next !== undefined && (
            <div className={classes.more}>
              <Button size="xs" variant="default" onClick={loadMore}>
                Show more
              </Button>
            </div>
          )}
        </Panel>
        {state.person !== "" && (
          <PersonPanel
            key={state.person}
            user={state.person}
            onClose={() => setState({ ...state, person: "" })}
            onDeleted={() => {
              setState({ ...state, person: "" });
              first.reload();
            }}
          />
        )}
      </div>
    </Page>
  );
}
