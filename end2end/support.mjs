// What every browser test stands on: a real browser, an empty profile for each person in the story, and no
// tolerance: a message on the console, a request to a third party or a page that stays dead fails the test.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { chromium } from 'playwright-core';

import { audit } from './audit.mjs';

export const phone = { width: 390, height: 844 };
export const wide = { width: 1440, height: 900 };

const base = process.env.TENANTRY_BASE ?? 'localhost:8080';
const results = join(import.meta.dirname, 'results');

/** The address of a path on `<host>.<base>`; without a host, on the public site. Chromium takes `*.localhost` to this machine. */
export function address(host, path = '/') {
  return `http://${host ? `${host}.` : ''}${base}${path}`;
}

let browser;
after(() => browser?.close());

async function launched() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', // root needs it
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return browser;
}

/**
 * A test that is told as a story: `journey('an owner accepts', async (owner, meet) => …)`.
 * `owner` is a person at a browser; `meet(options)` brings in another one. Options are those of `person`.
 */
export function journey(name, options, story) {
  if (!story) [story, options] = [options, {}];
  test(name, { timeout: 120_000 }, async () => {
    const people = [];
    const meet = async (their = {}) => {
      const one = await person(their);
      people.push(one);
      return one;
    };
    try {
      await story(await meet(options), meet);
      for (const one of people) assert.deepEqual(one.complaints(), []);
    } catch (error) {
      for (const [index, one] of people.entries()) await one.shot(`failed ${name} ${index}`).catch(() => {});
      throw error;
    } finally {
      await Promise.all(people.map((one) => one.page.context().close()));
    }
  });
}

/**
 * Somebody at a browser of their own.
 * `viewport`: `wide` or `phone`; `scripts: false` switches the browser's code off; `scheme`: 'light' or 'dark'.
 * `patience`: how many milliseconds a page may take to come alive.
 */
export async function person({ viewport = wide, scripts = true, scheme = 'light', patience = 10_000 } = {}) {
  const context = await (await launched()).newContext({
    viewport,
    javaScriptEnabled: scripts,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const heard = listen(context, scripts);

  return {
    page,

    /** Opens a page and waits until the browser's code runs it. Gives the response. */
    async visit(host, path) {
      const response = await page.goto(address(host, path));
      if (scripts) await this.alive();
      return response;
    },

    /** Waits until the page is hydrated: `hydrate()` says so on `<html data-hydrated>`. */
    async alive() {
      await page.waitForSelector('html[data-hydrated]', { state: 'attached', timeout: patience }).catch(() => {
        throw new Error(`${page.url()} did not hydrate: ${JSON.stringify(heard.unforgiven())}`);
      });
    },

    /** Says beforehand that a complaint is part of the story, such as the 403 of a refused page. */
    expectComplaint: heard.forgive,

    /** The complaints that nobody expected, and the expectations that nothing met. */
    complaints: heard.unforgiven,

    /** Fails unless axe finds nothing to say, in light and in dark. */
    async isAccessible() {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        // The colours that axe reads are the new scheme's everywhere only once a frame was drawn in it.
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        assert.deepEqual(await audit(page), [], `${page.url()} in ${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: scheme });
    },

    /** Takes a picture of the whole page into `results/`. */
    shot: (name) => picture(page, results, name),

    /** The same for the documents, when `cargo xtask test --screenshots` asks for it. */
    async portrait(name) {
      const folder = process.env.TENANTRY_SCREENSHOTS;
      if (folder) await picture(page, folder, name);
    },
  };
}

async function picture(page, folder, name) {
  mkdirSync(folder, { recursive: true });
  const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true, animations: 'disabled' });
}

/** Writes down what the pages of a context complain about. */
function listen(context, scripts) {
  const complaints = [];
  // With scripts off nothing comes for what the page loads ahead, and Chromium says so.
  const isNoise = (text) => !scripts && text.includes('was preloaded using link preload but not used');
  const forgiven = [];
  context.on('console', (message) => {
    if (isNoise(message.text())) return;
    if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (event) => complaints.push(`exception: ${event.error().message}`));
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    const ours = host === base || host.endsWith(`.${base}`) || !protocol.startsWith('http');
    if (!ours) complaints.push(`third party: ${request.url()}`);
  });
  return {
    forgive: (pattern) => forgiven.push(pattern),
    unforgiven: () => [
      ...complaints.filter((complaint) => !forgiven.some((pattern) => pattern.test(complaint))),
      ...forgiven.filter((pattern) => !complaints.some((complaint) => pattern.test(complaint))).map((pattern) => `never came: ${pattern}`),
    ],
  };
}
