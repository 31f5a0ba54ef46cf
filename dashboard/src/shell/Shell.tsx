"use client";

import { Burger, Drawer, Menu, NavLink, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLogout, IconUserCircle } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Mark } from "./Mark";
import { PLACES } from "./places";
import classes from "./Shell.module.css";
import { SignIn } from "./SignIn";
import { useSession, useSessionAccess } from "./session";
import { ProblemNotice } from "./states";
import { ThemeSwitch } from "./ThemeSwitch";

/** The frame of every page: where one can go, who is signed in, and the page itself for those who are. */
export function Shell({ children }: { children: ReactNode }) {
  const { state } = useSessionAccess();
  switch (state.at) {
    case "signed-out":
      return <SignIn why={state.why} />;
    case "signed-in":
      return (
        <Frame>
          <main id="content" className={classes.content}>
            {children}
          </main>
        </Frame>
      );
    case "waiting":
      return (
        <main className={classes.waiting}>
          <Mark size={40} />
          <h1>Waiting for the server</h1>
          <ProblemNotice problem={state.problem} />
        </main>
      );
    case "loading":
      return <Opening />;
  }
}

/** What is there before anything is known: the frame's outline, so that nothing jumps. */
function Opening() {
  return (
    <div className={classes.frame} aria-busy="true">
      <div className={classes.sidebar}>
        <div className={classes.brand}>
          <Mark size={24} /> Millrace
        </div>
      </div>
      <main className={classes.content}>
        <h1 className="visually-hidden">Millrace opens</h1>
        <Skeleton height={28} width={180} mb="lg" />
        <Skeleton height={92} mb="md" />
        <Skeleton height={300} mb="md" />
        <Skeleton height={240} />
      </main>
    </div>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <header className={classes.topbar}>
        <Burger opened={opened} onClick={toggle} size="sm" aria-label="Open the menu" />
        <div className={classes.brand}>
          <Mark size={22} /> Millrace
        </div>
      </header>
      <aside className={classes.sidebar}>
        <div className={classes.brand}>
          <Mark size={24} /> Millrace
        </div>
        <Places />
        <Account />
      </aside>
      <Drawer
        opened={opened}
        onClose={close}
        size={264}
        title="Menu"
        classNames={{ body: classes.drawer }}
        closeButtonProps={{ "aria-label": "Close the menu" }}
      >
        <Places onGo={close} />
        <Account />
      </Drawer>
      {children}
    </div>
  );
}

function Places({ onGo }: { onGo?: () => void }) {
  const here = usePathname();
  const router = useRouter();
  return (
    <nav aria-label="Pages" className={classes.places}>
      {PLACES.map((group) => (
        <div key={group.name} className={classes.group}>
          <div className={classes.groupName}>{group.name}</div>
          {group.places.map((place) => {
            const active = place.path === here;
            return (
              <NavLink
                key={place.path}
                component={Link}
                href={place.path}
                prefetch={false}
                label={place.name}
                leftSection={<place.icon size="1.1rem" stroke={1.6} aria-hidden />}
                active={active}
                aria-current={active ? "page" : undefined}
                classNames={{ root: classes.place }}
                onClick={onGo}
                onMouseEnter={() => router.prefetch(place.path)}
              />
            );
          })}
        </div>
      ))}
    </nav>
  );
}

function Account() {
  const { project, scope } = useSession();
  const { signOut } = useSessionAccess();
  return (
    <div className={classes.account}>
      <Menu position="top-start" width={200} withinPortal>
        <Menu.Target>
          <button type="button" className={classes.who}>
            <IconUserCircle size="1.25rem" stroke={1.5} aria-hidden />
            <span>
              <b>{project}</b>
              <small>{scope} key</small>
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLogout size="1rem" aria-hidden />} onClick={() => signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ThemeSwitch />
    </div>
  );
}
