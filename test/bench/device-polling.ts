/**
 * Devices that ask whether their person has answered: most are told to wait, and one in a few learns that it may go on. No
 * device asks faster than it may, or Lanyard would tell it to slow down, which the peer does not. RFC 8628 §3.4
 */
import { setTimeout as pause } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpPerson } from '../support/http-person.ts';
import type { Candidate } from './candidate.ts';
import { type Load, lua, luaTable, runLoad } from './load.ts';
import { type Answer, authorizationOf, FORM, post, signIn, textIn } from './oauth-client.ts';
import { DEVICE, PERSONAL_SCOPE } from './office.ts';
import { directoryUntilExit } from './signed-lines.ts';

/** A person takes two minutes, and the device asks every five seconds. */
const WAITS_PER_ANSWER = 24;
/** Together more than any server here answers in a round. */
const WAITING = 36_000;
const ANSWERED = WAITING / WAITS_PER_ANSWER;
/** From one round to the next: five seconds for who asked last in the one and asks first in the next. */
const PACE_MS = 8_000;
const PEOPLE = 8;
const MOST_SECONDS = 60;

const ASKING = `scope=${encodeURIComponent(PERSONAL_SCOPE)}`;
const POLL = 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=';

/** The devices of one candidate that nobody answers for. They ask in every round. */
interface Waiting {
  readonly file: string;
  readonly asked_at_ms: number;
}

const waiting = new WeakMap<Candidate, Waiting>();

export async function checkDevice(candidate: Candidate): Promise<void> {
  const { token_endpoint } = candidate.metadata;
  const asked = await ask(candidate);
  const body = POLL + textIn(asked, 'device_code');
  const headers = { ...FORM, Authorization: authorizationOf(DEVICE) };
  const early = await fetch(token_endpoint, { method: 'POST', headers, body });
  const text = await early.text();
  if (early.status !== 400 || !text.includes('"authorization_pending"'))
    throw new Error(`a device that has to wait is told ${early.status} ${text}`);
  await allow(await signedIn(candidate), asked);
  const answer = await post(token_endpoint, DEVICE, body);
  for (const member of ['access_token', 'id_token', 'refresh_token']) textIn(answer, member);
}

export async function deviceLoad(candidate: Candidate): Promise<Load> {
  const devices = waiting.get(candidate) ?? (await manyDevices(candidate));
  const answered = await answeredDevices(candidate);
  await pause(Math.max(0, devices.asked_at_ms + PACE_MS - Date.now()));
  waiting.set(candidate, { ...devices, asked_at_ms: Date.now() });
  return {
    url: candidate.metadata.token_endpoint,
    requests_per_operation: 1,
    refusals: true,
    lua: `local waiting = io.lines(${lua(devices.file)})
local answered = {${answered.map(lua).join(',')}}
local headers = ${luaTable({ ...FORM, Authorization: authorizationOf(DEVICE) })}
local sent = 0
request = function()
  sent = sent + 1
  local code = sent % ${WAITS_PER_ANSWER + 1} == 0 and table.remove(answered) or waiting()
  return wrk.format('POST', nil, headers, ${lua(POLL)} .. code)
end
response = function(status, _, body)
  local right = status == 200 and body:find('"id_token"', 1, true) or body:find('"authorization_pending"', 1, true)
  if not right then wrong = wrong + 1 end
end`,
  };
}

/** Their codes, written down by whoever asked for them. */
async function manyDevices(candidate: Candidate): Promise<Waiting> {
  const file = join(await directoryUntilExit(), 'device-codes');
  const load: Load = {
    url: candidate.metadata.device_authorization_endpoint,
    requests_per_operation: 1,
    lua: `wrk.method = 'POST'
wrk.body = ${lua(ASKING)}
wrk.headers = ${luaTable({ ...FORM, Authorization: authorizationOf(DEVICE) })}
local codes = io.open(${lua(file)}, 'a')
response = function(_, _, body)
  codes:write(body:match('"device_code":"([^"]+)"'), '\\n')
  codes:flush()
end`,
  };
  let found = 0;
  for (let second = 0; found < WAITING && second < MOST_SECONDS; second += 1) {
    await runLoad(load, 32, 1);
    found = (await readFile(file, 'utf8')).split('\n').length - 1;
  }
  if (found < WAITING) throw new Error(`${candidate.name} gave only ${found} device codes`);
  return { file, asked_at_ms: 0 };
}

async function answeredDevices(candidate: Candidate): Promise<readonly string[]> {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => signedIn(candidate)));
  const codes: string[] = [];
  const answer = async (person: HttpPerson) => {
    for (let each = 0; each < Math.ceil(ANSWERED / PEOPLE); each += 1) {
      const asked = await ask(candidate);
      await allow(person, asked);
      codes.push(textIn(asked, 'device_code'));
    }
  };
  await Promise.all(people.map(answer));
  return codes;
}

async function signedIn(candidate: Candidate): Promise<HttpPerson> {
  const person = new HttpPerson(candidate.issuer);
  await signIn(candidate, person);
  return person;
}

function ask({ metadata }: Candidate): Promise<Answer> {
  return post(metadata.device_authorization_endpoint, DEVICE, ASKING);
}

/** As a person does: types the code, and says yes. */
async function allow(person: HttpPerson, asked: Answer): Promise<void> {
  const typing = await person.open(textIn(asked, 'verification_uri'));
  const question = await person.submit(typing, { user_code: textIn(asked, 'user_code') });
  const { status, html } = await person.allow(question);
  if (status !== 200) throw new Error(`a device was not let in: ${status} ${html.slice(0, 300)}`);
}
