/** A row has 400 KiB for everything, and a reason is read by people. */
const MAX_REASON_CHARACTERS = 1_000;

/** The attribute of a row that was set aside. */
export const quarantineReason = (reason: string): { readonly quarantine: string } => ({
  quarantine: reason.slice(0, MAX_REASON_CHARACTERS).toWellFormed(),
});
