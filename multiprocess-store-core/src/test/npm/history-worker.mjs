// A Node process that does random operations on a store with the npm package and logs them, beside
// the Java workers of the same run: HistoryLog, Payload and Workload say how. Arguments are the
// store's directory, the logs' directory, the worker's name, the number of its life, and the
// workload. It deletes nothing: the package's delete removes what it finds, edits included that
// were acknowledged to others while it was at it.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import store from 'multiprocess-store';
import { assertOursAreWhole } from './whole.mjs';

const SHARED_OBJECTS = 3;
const [directory, logs, worker, life, seed, origin, epoch] = process.argv.slice(2);
const name = `${worker}.${life}.0`;
const file = fs.openSync(path.join(logs, `${name}.log`), 'ax');
const memory = new Map();
let writes = 0;
let quiet = false;

const now = () => process.hrtime.bigint();
const append = (...words) => fs.writeSync(file, words.join('\t') + '\n');

let state = Number(crypto.createHash('md5').update(`${seed} ${name}`).digest().readUInt32LE());
function random(bound) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % bound;
}

const objectsOf = (epochNumber) =>
  Array.from({ length: SHARED_OBJECTS }, (_, i) => `shared-${i}-${epochNumber}`);
const currentEpoch = () => (now() - BigInt(origin)) / BigInt(epoch);

function check(object, write, fill) {
  const text = [object, write, fill].join('\n');
  return crypto.createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function payload(object, write) {
  const fill = write.repeat(random(20) === 0 ? random(1500) : random(20));
  return { _id: object, object, write, fill, check: check(object, write, fill) };
}

function seen(object) {
  const { _id: id, _rev: revision, object: named, write, fill } = object;
  const proven = id === named && object.check === check(id, write, fill);
  return `${revision}=${proven ? write : '?'}`;
}

async function read(object) {
  const begin = now();
  try {
    const found = await store.getObject(object);
    append('npm', begin, now(), object, seen(found));
    memory.set(object, [...(memory.get(object) ?? []).slice(-3), found._rev]);
    return found;
  } catch (e) {
    if (isAbsent(e)) append('npm', begin, now(), object, '-');
    else if (e instanceof SyntaxError) await assertOursAreWhole(directory, object);
    else if (e.code !== 'ENOENT') throw e;
  }
}

// The directory is not there or empty. A file that is gone was listed, and moved away meanwhile.
function isAbsent(e) {
  return (e.code === 'ENOENT' && e.syscall === 'scandir') || /^EMPTY_OBJECT_DIRECTORY/.test(e.message);
}

// The package's upsert of an object that vanishes meanwhile neither succeeds nor fails: the error
// comes out where nobody waits for it.
let fail = () => {};
process.on('unhandledRejection', (e) => fail(e));
const settled = (promise) =>
  new Promise((resolve, reject) => {
    fail = reject;
    promise.then(resolve, reject);
  });

async function write(kind, object, bases, call) {
  append('begin', ++writes, now(), kind, object, bases);
  try {
    const revision = await settled(call(payload(object, `${name}.${writes}`)));
    append('ack', writes, now(), revision, '-');
  } catch (e) {
    if (/^OBJECT_ALREADY_EXISTS/.test(e.message)) append('refuse', writes, now(), 'exists');
    else if (isAbsent(e) || (kind === 'UPDATE' && e.code === 'ENOENT')) append('refuse', writes, now(), 'absent');
    else if (e.code === 'ENOENT') append('refuse', writes, now(), 'gone');
    else if (e instanceof SyntaxError) {
      append('refuse', writes, now(), 'torn');
      await assertOursAreWhole(directory, object);
    } else throw e;
  }
}

async function updateFrom(object, base) {
  await write('UPDATE', object, base, async (value) => {
    const edited = { ...value, _rev: base };
    await store.updateObject(edited);
    return edited._rev;
  });
}

async function update(object) {
  const remembered = memory.get(object);
  if (remembered && random(4) === 0) await updateFrom(object, remembered[random(remembered.length)]);
  else {
    const base = await read(object);
    if (base) await updateFrom(object, base._rev);
  }
}

async function perform(object) {
  const dice = random(100);
  if (dice < 40) await read(object);
  else if (dice < 50) await write('CREATE', object, '-', (value) => store.createObject(value).then(() => '-'));
  else if (dice < 65) await write('UPSERT', object, '-', (value) => store.upsertObject(value).then(() => '-'));
  else await update(object);
}

async function work() {
  while (!quiet) {
    const objects = objectsOf(currentEpoch());
    try {
      await perform(objects[random(objects.length)]);
    } catch (e) {
      append('error', String(e.stack).replace(/\s+/g, ' '));
    }
  }
}

async function survey(object) {
  try {
    append('survey', object, seen(await store.getObject(object)), '-', '-');
  } catch (e) {
    if (isAbsent(e)) append('survey', object, '-', '-', '-');
    else if (e instanceof SyntaxError) await assertOursAreWhole(directory, object);
    else throw e;
  }
}

append('start', now());
await store.createStore(directory);
process.stdout.write('ready\n');
const working = work();
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [word, epochs] = line.split(' ');
  if (word === 'quiet') {
    quiet = true;
    await working;
  }
  if (word === 'survey') {
    for (let i = 0; i < Number(epochs); i++) for (const object of objectsOf(i)) await survey(object);
  }
  process.stdout.write(`${word}\n`);
}
quiet = true;
