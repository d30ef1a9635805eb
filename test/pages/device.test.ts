import { describe, expect, it } from 'vitest';
import { tagsOf } from './markup.ts';
import { shown } from './shown.ts';

const inputs = (name: string) => tagsOf(shown(name).body).filter((tag) => tag.name === 'input');

describe('the page of user codes', () => {
  it('has the field and the button that the contract names', () => {
    const { ids } = shown('device');
    expect(ids.get('lanyard-user-code')?.attributes.get('name')).toBe('user_code');
    expect(ids.get('lanyard-device-continue')?.attributes.get('type')).toBe('submit');
  });

  it('asks to compare a code that came with the address', () => {
    expect(shown('device-came-along').text).toContain('only if the device in front of you shows exactly this code');
    expect(inputs('device-came-along').some((tag) => tag.attributes.get('value') === 'WDJB-MJHT')).toBe(true);
    expect(shown('device').text).toContain('Type the code that the device in front of you shows');
  });

  it('shows an address for a telephone where one could reach it', () => {
    const [picture] = tagsOf(shown('device-scan').body).filter((tag) => tag.attributes.get('class') === 'qr');
    expect(picture?.attributes.get('role')).toBe('img');
    expect(shown('device-scan').text).toContain('go on with your telephone');
    expect(shown('device').body).not.toContain('class="qr"');
  });

  it('says what is wrong with a code, and when to try again', () => {
    expect(shown('device-unknown').text).toContain('No device is waiting with this code');
    expect(shown('device-too-many').text).toContain('You can try again in 40 seconds');
    expect(shown('device-too-many-of-theirs').text).toContain('You can try again in 40 seconds');
  });

  it('offers to sign in first where others of the network may have used up the tries, and only there', () => {
    const link = 'lanyard-device-sign-in';
    expect(shown('device-too-many').ids.get(link)?.attributes.get('href')).toMatch(
      /^\/account\/sign-in\?to=device&(?:amp;)?user_code=/,
    );
    expect(shown('device-too-many').text).toContain('only your own tries count');
    for (const name of ['device', 'device-unknown', 'device-too-many-of-theirs']) {
      expect(shown(name).ids.has(link)).toBe(false);
    }
  });
});

describe('the question whether a device is let in', () => {
  it('shows the code, the application, and what it asks for', () => {
    const { text } = shown('device-confirm');
    expect(text).toContain('On your device, The television would like to: know who you are');
    expect(text).toContain('WDJB-MJHT');
    expect(text).toContain('You are signed in as Alice Example ( alice )');
    expect(shown('device-confirm-nothing').text).toContain('The television would like to sign you in');
  });

  it('has two equal buttons, and Enter in the list presses the one that refuses', () => {
    const { ids, body } = shown('device-confirm');
    for (const [id, value] of [
      ['lanyard-device-allow', 'allow'],
      ['lanyard-device-deny', 'deny'],
    ] as const) {
      expect(ids.get(id)?.attributes.get('name')).toBe('decision');
      expect(ids.get(id)?.attributes.get('value')).toBe(value);
    }
    expect(body.indexOf('lanyard-device-deny')).toBeLessThan(body.indexOf('lanyard-device-allow'));
  });
});

it.each([
  ['device-allowed', 'The television will be signed in there'],
  ['device-refused', 'Nothing was given to The television'],
  ['device-unsuited', 'Your account may not use The television'],
])('says on the page %s how it ended', (name, words) => {
  expect(shown(name).ids.has('lanyard-device-done')).toBe(true);
  expect(shown(name).text).toContain(words);
});

it('says at sign-in that a device waits', () => {
  expect(shown('login-for-device').text).toContain('your device');
});
