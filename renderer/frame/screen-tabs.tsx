/** The screens that stand beside the one that is shown, where it is one of several. */
import { Link, useLocation } from 'wouter';
import { SCREENS } from '../screens.ts';
import css from './screen-tabs.module.css';

export function ScreenTabs() {
  const [location] = useLocation();
  const shown = SCREENS.find(({ path }) => path === location);
  if (shown?.tabOf === undefined) return null;
  const beside = SCREENS.filter(({ tabOf }) => tabOf === shown.tabOf);
  return (
    <nav className={css['tabs']} aria-label="Beside this">
      {beside.map(({ path, title }) => (
        <Link key={path} href={path} className={css['tab'] ?? ''} aria-current={path === location ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
