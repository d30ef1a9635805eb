/** The ways to the screens, at most nine. */
import { Link, useLocation } from 'wouter';
import { matchRoute, useRouter } from 'wouter';
import { NAVIGATION_GROUPS, type Screen, SCREENS } from '../screens.ts';
import css from './navigation.module.css';

export function Navigation() {
  const here = useScreenPath();
  return (
    <nav className={css['navigation']} aria-label="Screens">
      {NAVIGATION_GROUPS.map((group) => (
        <div key={group} className={css['group']}>
          {group !== '' && <span className={css['title']}>{group}</span>}
          <ul>
            {SCREENS.filter((screen) => screen.group === group).map((screen) => (
              <li key={screen.path}>
                <Entry screen={screen} here={here === screen.path} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Entry({ screen, here }: { readonly screen: Screen; readonly here: boolean }) {
  const Icon = screen.icon;
  return (
    <Link href={screen.path} className={css['entry'] ?? ''} aria-current={here ? 'page' : undefined}>
      {Icon !== undefined && <Icon size={20} stroke={1.7} />}
      {screen.title}
    </Link>
  );
}

/** The path of the screen that is shown, or of the one that it belongs to. */
function useScreenPath(): string | undefined {
  const [location] = useLocation();
  const { parser } = useRouter();
  const shown = SCREENS.find(({ path }) => matchRoute(parser, path, location)[0]);
  return shown?.under ?? shown?.path;
}
