/** Sealing that seals nothing, for tests of what is kept and not of how. */
export const OPEN_SEALING = {
  seal: (_purpose: string, plain: string): string => plain,
  unseal: (_purpose: string, sealed: string): string | undefined => sealed,
};
