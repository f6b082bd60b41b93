// Accessibility, as axe sees it.

import axe from 'axe-core';

/** WCAG 2.2 at level AA holds all that came before it. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What a page breaks, one line for each rule and place. */
export async function audit(page) {
  // Evaluated by the browser itself, not by a script element: the page's content policy stays as it is.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    rules,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any, all, none }) => {
      const [why] = [...any, ...all, ...none];
      return `${id}: ${help}: ${target.join(' ')}${why ? ` (${why.message})` : ''}`;
    }),
  );
}
