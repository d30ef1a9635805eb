/** Which addresses never leave this machine. */

/** Whether `address` (an IP address as a socket names it, or a host name, brackets allowed) is loopback. */
export function isLoopback(address: string): boolean {
  const bare = address
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:/, '');
  return bare === 'localhost' || bare === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bare);
}
