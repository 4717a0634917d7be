/** Text from files as a notification may show it: Markdown links in it could run commands. */
export function plain(text: string): string {
  return text.replaceAll('](', '] (');
}
