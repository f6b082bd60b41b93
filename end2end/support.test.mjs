// The harness itself: what must fail a test does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { audit } from './audit.mjs';
import { address, journey, person, phone } from './support.mjs';

const page = (body, head = '') =>
  `<!doctype html><html lang="en" data-hydrated><head><title>A page</title>${head}</head><body><main>${body}</main></body></html>`;

/** Answers every request to the product's hosts with one page. */
async function answering(somebody, html, status = 200) {
  await somebody.page.context().route('**/*', (route) => route.fulfill({ status, contentType: 'text/html', body: html }));
}

journey('a quiet page passes', async (anna) => {
  await answering(anna, page('<h1>Hello</h1>'));
  await anna.visit('luna', '/settings');
  assert.equal(anna.page.url(), address('luna', '/settings'));
  await anna.isAccessible();
});

journey('a person has a phone and no scripts', { viewport: phone, scripts: false }, async (anna) => {
  await answering(anna, page('<h1>Hello</h1><script>document.title = "changed"</script>'));
  await anna.visit('', '/');
  assert.equal(await anna.page.title(), 'A page');
  assert.equal(anna.page.viewportSize().width, 390);
});

journey('people do not share cookies', async (anna, meet) => {
  const boris = await meet();
  await anna.page.context().addCookies([{ name: 'session', value: '1', url: address('luna') }]);
  assert.equal((await boris.page.context().cookies()).length, 0);
});

journey('a refusal can be part of the story', async (anna) => {
  anna.expectComplaint(/status of 403/);
  await answering(anna, page('<h1>Not here</h1>'), 403);
  const response = await anna.visit('luna', '/settings');
  assert.equal(response.status(), 403);
});

const noisy = {
  'a warning': ['<script>console.warn("beware")</script>', /^warning: beware$/],
  'an error': ['<script>console.error("broken")</script>', /^error: broken$/],
  'an exception': ['<script>throw new Error("uncaught")</script>', /^exception: uncaught$/],
  'a third party': ['<img alt="" src="http://tracker.test/pixel.gif">', /^third party: http:\/\/tracker\.test\/pixel\.gif$/],
};
for (const [what, [body, expected]] of Object.entries(noisy)) {
  test(`${what} is heard`, async () => {
    const anna = await person();
    await answering(anna, page(body));
    await anna.visit('', '/');
    const [complaint] = anna.complaints();
    assert.match(complaint, expected);
    await anna.page.context().close();
  });
}

test('an expected complaint that never comes is one', async () => {
  const anna = await person();
  anna.expectComplaint(/403/);
  assert.deepEqual(anna.complaints(), ['never came: /403/']);
  await anna.page.context().close();
});

test('a page that stays dead is noticed', async () => {
  const anna = await person({ patience: 500 });
  await answering(anna, page('<h1>Hello</h1>').replace(' data-hydrated', ''));
  await assert.rejects(anna.visit('', '/'), /did not hydrate/);
  await anna.page.context().close();
});

test('axe sees through a strict content policy', async () => {
  const anna = await person();
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
  await answering(anna, page('<input>', policy));
  await anna.visit('', '/');
  const [violation] = await audit(anna.page);
  assert.match(violation, /^label: /);
  await anna.page.context().close();
});
