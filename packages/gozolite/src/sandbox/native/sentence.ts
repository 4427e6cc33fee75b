/**
 * The supervisor reports in the manner of C programs (`cannot mount /proc: ...`); people are answered in sentences.
 */
export function sentence(report: string): string {
  const text = report.trim();
  const begun = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
