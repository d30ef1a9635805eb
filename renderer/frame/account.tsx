/** Who is signed in, how the panel looks to them, and the way out. */
import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconChevronUp, IconDeviceDesktop, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { usePanel } from '../api/panel.tsx';
import { GivenUp, RequestRefused } from '../api/problem.ts';
import type { PanelSession } from '../api/session.ts';
import { notify } from '../components/notify.ts';
import { goUnlessUnsaved } from '../forms/unsaved.ts';
import css from './account.module.css';

const SCHEMES = [
  { value: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
] as const;

export function Account({ session }: { readonly session: PanelSession }) {
  const { client, desk } = usePanel();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    try {
      await client.call('signOut', {});
    } catch (error) {
      if (error instanceof GivenUp) return;
      // Whoever is signed in still must not believe to be out.
      if (!isOut(error))
        return notify(error instanceof Error ? `Not signed out: ${error.message}.` : 'Not signed out.');
    }
    desk.left();
  };
  return (
    <Menu position="top-start" width={228}>
      <Menu.Target>
        <button type="button" className={css['account']}>
          <span className={css['initials']} aria-hidden="true">
            {initialsOf(session.user.name)}
          </span>
          <span className={css['names']}>
            <span className={css['name']}>{session.user.name}</span>
            <span className={css['username']}>{session.user.username}</span>
          </span>
          <IconChevronUp size={18} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Look</Menu.Label>
        {SCHEMES.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={18} />}
            rightSection={colorScheme === value ? <span className={css['chosen']}>chosen</span> : undefined}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => goUnlessUnsaved(() => void signOut())}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function isOut(error: unknown): boolean {
  return error instanceof RequestRefused && error.problem === 'unauthenticated';
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
