/** The environment that the server is started in. */

/** What is installed is not written to: on macOS a file more in the program would break its signature. */
export function serverEnvironment(packaged: boolean, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return packaged ? { ...env, NODE_DISABLE_COMPILE_CACHE: '1' } : { ...env };
}
