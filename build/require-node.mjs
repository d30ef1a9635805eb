/*
 * Stands in front of every script: refuses a Node that is too old, or packages that are not installed whole, with one
 * clear line, then runs the script that its first argument names (from the repository's root), if there is one. It is
 * written in old JavaScript on purpose, so that an old Node can read it.
 */
var wanted = 24;
var major = Number(process.versions.node.split('.')[0]);

if (major < wanted) {
  console.error(
    'Lanyard needs Node ' +
      wanted +
      ' or newer, and this is Node ' +
      process.versions.node +
      ' at ' +
      process.execPath +
      '. On Linux (x64, arm64) and Windows (x64) `npm ci` brings the right one, unless optional dependencies are left' +
      ' out: run `npm ci --include=optional`. Elsewhere, install Node ' +
      wanted +
      ' from https://nodejs.org.',
  );
  process.exit(1);
}

var missing = missingPackages();
if (missing !== undefined) {
  console.error(missing);
  process.exit(1);
}

if (process.argv.length > 2) {
  stopWithNpm();
  // The script runs in this process, so that signals, exit code and output are its own.
  process.argv.splice(1, 1);
  import('../' + process.argv[1]);
}

/* What to say where packages are missing that everything here needs; undefined where none is. */
function missingPackages() {
  var fs = process.getBuiltinModule('node:fs');
  var modules = new URL('../node_modules/', import.meta.url);
  var has = function (path) {
    return fs.existsSync(new URL(path, modules));
  };
  if (!has('express') || !has('@node-rs/argon2')) {
    return 'The packages that Lanyard is made of are not installed here: run `npm ci` first.';
  }
  if (!has('vite')) {
    return 'The packages that build Lanyard are not installed here: run `npm ci --include=dev` first.';
  }
  // The package itself is the same everywhere; what hashes is a second one, for this platform.
  var bindings = fs.readdirSync(new URL('@node-rs/', modules)).filter(function (name) {
    return name.indexOf('argon2-') === 0;
  });
  if (bindings.length > 0) return undefined;
  return (
    'The part of @node-rs/argon2 for this platform is not installed, because optional dependencies were left out: run' +
    ' `npm ci --include=optional` first.'
  );
}

/*
 * npm hands a SIGTERM to its shell, and the shell ends without telling its child. A server that went on unseen would keep
 * its port and its data directory, so a script whose parent is gone gets the signal after all, unless it had one already:
 * whoever signals the whole group has told everybody, and a second signal means "at once".
 */
function stopWithNpm() {
  var parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  var told = false;
  var emit = process.emit;
  process.emit = function (event) {
    if (event === 'SIGTERM' || event === 'SIGINT') told = true;
    return emit.apply(process, arguments);
  };
  var watch = setInterval(function () {
    if (process.ppid === parent) return;
    clearInterval(watch);
    if (!told) process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}
