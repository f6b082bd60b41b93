// The product's main job, told by people: an operator creates a tenant, its owner accepts, a member works, a stranger is refused.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { address, journey, phone, wide } from './support.mjs';

const password = process.env.TENANTRY_DEMO_PASSWORD;
const mails = join(process.env.TENANTRY_DATA ?? '.data', 'mail');

async function signIn(one, host, email, secret = password) {
  await one.visit(host, '/sign-in');
  await one.page.fill('input[name=email]', email);
  await one.page.fill('input[name=password]', secret);
  await one.page.click('main button[type=submit]');
  await one.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The link that was mailed to somebody: mails become files where no mail server is configured. */
async function mailedLink(recipient) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    for (const file of readdirSync(mails)) {
      const text = readFileSync(join(mails, file), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=');
      if (text.includes(`To: ${recipient}`)) {
        const link = text.match(/https?:\/\/[^\s"<]+\/link\/[A-Za-z0-9_-]{43}/);
        if (link) return link[0];
      }
    }
    await sleep(100);
  }
  throw new Error(`no mail with a link came for ${recipient}`);
}

/** One request with a cookie or a key of one's choice, as no browser would send it. Gives the status. */
function ask(method, host, path, proof, body) {
  const { port } = new URL(address());
  const target = new URL(address(host));
  const headers = { host: target.host, origin: target.origin, 'sec-fetch-site': 'same-origin', ...proof };
  if (body) headers['content-type'] = 'application/json';
  return new Promise((resolve, reject) => {
    const call = request({ hostname: '127.0.0.1', port, method, path, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    });
    call.on('error', reject);
    call.end(body && JSON.stringify(body));
  });
}

/** What an authenticator app shows now (RFC 6238). */
function totp(key) {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', secret).update(step).digest();
  const from = hash[19] & 15;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function sessionOf(one) {
  const cookies = await one.page.context().cookies();
  const session = cookies.find((cookie) => cookie.name.startsWith('__Host-'));
  assert.ok(session?.httpOnly && session.secure, 'the session is a __Host- cookie that no script can read');
  return `${session.name}=${session.value}`;
}

async function createTenant(operator, slug, strategy) {
  const answers = new URLSearchParams({
    step: 'review',
    name: `Harbour ${strategy}`,
    slug,
    plan: 'professional',
    strategy,
    template: 'dental',
    owner_name: 'Olga Owner',
    owner_email: `olga@${slug}.test`,
  });
  await operator.visit('admin', `/tenants/new?${answers}`);
  await operator.page.click('main form[method=post] button[type=submit]');
  await operator.page.waitForURL(/\/tenants\/[0-9a-f-]{36}/);
}

/** Loads the page again until the text is there, as somebody without scripts would. */
async function reloadUntil(one, text) {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    if ((await one.page.textContent('main')).includes(text)) return;
    await sleep(250);
    await one.page.reload();
  }
  throw new Error(`${one.page.url()} never said ${text}`);
}

for (const strategy of ['shared', 'schema', 'database']) {
  journey(`without scripts: operator, owner and member of a tenant in ${strategy}`, { scripts: false }, async (operator, meet) => {
    const slug = `harbour-${strategy}`;
    await signIn(operator, 'admin', 'operator@tenantry.test');
    await createTenant(operator, slug, strategy);
    await reloadUntil(operator, `${slug}.`);

    const owner = await meet({ scripts: false });
    const link = await mailedLink(`olga@${slug}.test`);
    assert.ok(link.startsWith(address(slug, '/link/')), link);
    await owner.page.goto(link);
    await owner.page.fill('input[name=password]', 'a long and quiet phrase');
    await owner.page.fill('input[name=password_again]', 'a long and quiet phrase');
    await owner.page.click('main button[type=submit]');
    await owner.page.waitForURL(address(slug, '/**'));
    await owner.visit(slug, '/settings');
    assert.match(await owner.page.textContent('main'), /[Ii]nvite/);

    await owner.visit(slug, '/customers/new');
    assert.match(await owner.page.textContent('h1'), /patient/i, 'the words of a dental clinic');
    await owner.page.fill('input[name=name]', '<b>Ada</b> "Lovelace"');
    await owner.page.fill('input[name=email]', 'not an address');
    await owner.page.click('main form[method=post] button[type=submit]');
    assert.equal(await owner.page.inputValue('input[name=name]'), '<b>Ada</b> "Lovelace"', 'nothing typed is lost');
    await owner.page.fill('input[name=email]', 'ada@example.com');
    await owner.page.click('main form[method=post] button[type=submit]');
    await owner.visit(slug, '/customers');
    assert.match(await owner.page.textContent('main'), /<b>Ada<\/b> "Lovelace"/);
  });
}

journey('a cookie of one tenant is refused by another', { scripts: false }, async (member) => {
  await signIn(member, 'luna', 'member@luna.test');
  const cookie = await sessionOf(member);
  for (const host of ['forge', 'apex', 'admin']) {
    assert.equal(await ask('GET', host, '/', { cookie }), 403, `the pages of ${host}`);
    assert.equal(await ask('GET', host, '/api/v1/me', { cookie }), 403, `the API of ${host}`);
    const call = host === 'admin' ? '/fn/operator/tenant_list' : '/fn/member/customer_list';
    assert.equal(await ask('POST', host, call, { cookie }), 403, `the server functions of ${host}`);
  }
  assert.equal(await ask('GET', 'luna', '/', { cookie }), 200);
  assert.equal(await ask('GET', 'luna', '/api/v1/me', { cookie }), 200);
});

journey('an unknown workspace is not there', { scripts: false }, async (visitor) => {
  visitor.expectComplaint(/404/);
  const response = await visitor.page.goto(address('nobody-here'));
  assert.equal(response.status(), 404);
});

journey('a suspended tenant can be read and not changed', { scripts: false }, async (operator, meet) => {
  await signIn(operator, 'admin', 'operator@tenantry.test');
  await operator.visit('admin', '/tenants?q=bright');
  await operator.page.click('table a[href^="/tenants/"]');
  const id = operator.page.url().match(/[0-9a-f-]{36}/)[0];
  const member = await meet({ scripts: false });
  member.expectComplaint(/403/);
  await signIn(member, 'bright', 'member@bright.test');
  await member.visit('bright', '/customers/new');

  const cookie = await sessionOf(operator);
  const path = `/api/v1/admin/tenants/${id}/suspension`;
  assert.equal(await ask('POST', 'admin', path, { cookie }, { reason: 'Invoice 42 is open' }), 200);
  await member.page.fill('input[name=name]', 'Nobody');
  await member.page.click('main form[method=post] button[type=submit]');
  assert.match(await member.page.textContent('body'), /suspended/i);
  await member.visit('bright', '/customers');
  assert.doesNotMatch(await member.page.textContent('main'), /Nobody/);
  assert.equal(await ask('DELETE', 'admin', path, { cookie }), 204);
});

journey('every page of the operators opens without scripts', { scripts: false }, async (operator) => {
  await signIn(operator, 'admin', 'operator@tenantry.test');
  for (const path of ['/', '/tenants', '/tenants/new', '/approvals', '/plans', '/plans/trial/edit', '/outbox', '/servers', '/isolation', '/audit', '/account', '/confirm']) {
    const response = await operator.visit('admin', path);
    assert.equal(response.status(), 200, path);
    assert.equal(await operator.page.locator('h1').count(), 1, `${path} has one main heading`);
  }
});

journey('an operator has the isolation prober run, and every check passes', { scripts: false }, async (operator) => {
  await signIn(operator, 'admin', 'operator@tenantry.test');
  await operator.visit('admin', '/isolation');
  await operator.page.click('main form[method=post] button[type=submit]');
  await reloadUntil(operator, 'Checks passed');
  assert.match(await operator.page.textContent('main'), /100 %/);
  await operator.page.click('main a:has-text("All its checks")');
  assert.match(await operator.page.textContent('main'), /Brought its token to the other tenant's host/);
  const cookie = await sessionOf(operator);
  const run = new URL(operator.page.url()).pathname.split('/').pop();
  assert.equal(await ask('GET', 'admin', `/api/v1/admin/isolation/runs/${run}/report`, { cookie }), 200);
  await operator.visit('admin', '/tenants?q=canary');
  assert.doesNotMatch(await operator.page.textContent('main'), /canary-/);
});

journey('an operator fills in the wizard and watches the tenant come to life', async (operator) => {
  const { page } = operator;
  const next = () => Promise.all([page.waitForURL(/step=/), page.keyboard.press('Enter')]);
  await signIn(operator, 'admin', 'operator@tenantry.test');
  await operator.visit('admin', '/tenants/new');
  await page.fill('input[name=name]', 'Harbour Live');
  await page.fill('input[name=slug]', 'harbour-live');
  await next();
  for (const [name, value] of [['plan', 'professional'], ['strategy', 'database'], ['template', 'salon']]) {
    await operator.alive();
    await page.check(`input[name=${name}][value=${value}]`);
    await page.click('main form button[type=submit]');
    await page.waitForFunction((name) => !document.querySelector(`input[type=radio][name=${name}]`), name);
  }
  await operator.alive();
  await page.fill('input[name=owner_name]', 'Olga Owner');
  await page.fill('input[name=owner_email]', 'olga@harbour-live.test');
  await next();
  await operator.alive();
  await page.evaluate(() => { window.stayed = true; });
  await page.click('main form[method=post] button[type=submit]');
  await page.waitForSelector('text=/^Live after/', { timeout: 30_000 });
  assert.ok(await page.evaluate(() => window.stayed), 'the page followed along without being loaded again');
});

for (const [scripts, slug] of [[true, 'apex'], [false, 'forge']]) {
  journey(`an operator changes the key of a tenant, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (operator, meet) => {
    const { page } = operator;
    await signIn(operator, 'admin', 'operator@tenantry.test');
    await operator.visit('admin', `/tenants?q=${slug}`);
    const tenant = await page.getAttribute('main table a[href^="/tenants/"]', 'href');
    await operator.visit('admin', `${tenant}?tab=keys`);
    await page.click('main button:has-text("Change the key")');
    await page.waitForSelector('text=Telling every server of the new key');
    if (scripts) await operator.isAccessible();
    await operator.shot(`admin key is changed ${scripts ? 'with' : 'without'} scripts`);
    const member = await meet({ scripts });
    await signIn(member, slug, `member@${slug}.test`);
    await member.visit(slug, '/customers');
    assert.ok(await member.page.locator('main table tbody tr').count() > 5, 'the tenant goes on working');
  });
}

/** The pages that the documents show. */
const portraits = new Map([
  ['admin/', 'admin-home'],
  ['admin/tenants', 'admin-tenants'],
  ['luna/', 'luna-home'],
  ['luna/customers', 'luna-customers'],
]);

async function look(one, host, path, size) {
  await one.visit(host, path);
  await one.isAccessible();
  await one.shot(`${host} ${path} ${size}`);
  const portrait = portraits.get(host + path);
  if (portrait && size === 'wide') await one.portrait(portrait);
}

journey('the gallery shows the design system', async (maker) => {
  await maker.page.goto(address('', '/gallery'));
  for (const href of await maker.page.locator('nav a[href^="/gallery"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
    await maker.page.goto(address('', href));
    await maker.isAccessible();
    await maker.shot(href);
  }
});

const pagesOfOperators = ['/', '/tenants', '/tenants/new', '/approvals', '/plans', '/plans/trial/edit', '/outbox', '/servers', '/isolation', '/audit', '/account', '/confirm', '/nowhere'];
const tabs = ['', '?tab=provisioning', '?tab=placement', '?tab=users', '?tab=keys', '?tab=visits', '?tab=audit', '/edit', '/suspend', '/deactivate'];
const pagesOfLuna = [
  '/', '/account', '/confirm', '/customers', '/customers/new', '/customers/import', '/professionals', '/professionals/new', '/services', '/services/new',
  '/services/categories', '/services/categories/new', '/settings',
  '/settings/modules', '/settings/modules/customers', '/settings/modules/professionals', '/settings/modules/referrals', '/settings/branding', '/settings/configuration', '/settings/users',
  '/settings/users/new', '/settings/roles', '/settings/roles/new', '/settings/roles/staff', '/settings/sign-in', '/settings/visits', '/settings/api-keys', '/settings/api-keys/new', '/settings/companies', '/settings/companies/new', '/settings/audit',
];
for (const [size, viewport] of Object.entries({ wide, phone })) {
  journey(`the operators' pages are accessible, alive and quiet, ${size}`, { viewport }, async (operator) => {
    operator.expectComplaint(/404/);
    await look(operator, 'admin', '/sign-in', size);
    await signIn(operator, 'admin', 'operator@tenantry.test');
    for (const path of pagesOfOperators) await look(operator, 'admin', path, size);
    await operator.visit('admin', '/tenants?q=luna');
    const tenant = await operator.page.getAttribute('main table a[href^="/tenants/"]', 'href');
    for (const tab of tabs) await look(operator, 'admin', `${tenant}${tab}`, size);
  });

  journey(`a tenant's pages are accessible, alive and quiet, ${size}`, { viewport }, async (owner) => {
    await look(owner, 'luna', '/sign-in', size);
    await look(owner, 'luna', '/sign-in/code', size);
    await look(owner, 'luna', '/forgot', size);
    await signIn(owner, 'luna', 'owner@luna.test');
    for (const path of pagesOfLuna) await look(owner, 'luna', path, size);
    await owner.visit('luna', '/customers');
    const customer = await owner.page.getAttribute('main table a[href^="/customers/"]', 'href');
    for (const page of ['', '/edit', '/delete']) await look(owner, 'luna', `${customer}${page}`, size);
  });

  journey(`the pages of a dental clinic are accessible, alive and quiet, ${size}`, { viewport }, async (owner) => {
    await signIn(owner, 'bright', 'owner@bright.test');
    for (const path of ['/professionals', '/referrals', '/referrals/new', '/referrals/new/customer']) await look(owner, 'bright', path, size);
    for (const list of ['/professionals', '/referrals']) {
      await owner.visit('bright', list);
      const one = await owner.page.getAttribute(`main table a[href^="${list}/"]`, 'href');
      for (const page of ['', '/edit', '/delete']) await look(owner, 'bright', `${one}${page}`, size);
    }
  });
}

/** Follows links without loading a page anew: what belonged to the page before is gone, and nothing may miss it. */
async function stroll(one, steps) {
  const { page } = one;
  await page.evaluate(() => { window.stayed = true; });
  for (const [link, heading] of steps) {
    await page.click(link);
    await page.waitForFunction((heading) => document.querySelector('h1')?.textContent.includes(heading), heading);
  }
  assert.ok(await page.evaluate(() => window.stayed), 'no page was loaded anew');
}

journey('links lead from page to page without a load', async (operator, meet) => {
  const forgetful = await meet();
  await forgetful.visit('luna', '/forgot');
  await forgetful.page.fill('input[name=email]', 'owner@luna.test');
  await forgetful.page.click('main button[type=submit]');
  await forgetful.page.waitForSelector('text=Check your mail');

  await signIn(operator, 'admin', 'operator@tenantry.test');
  await operator.visit('admin', '/tenants?q=luna');
  await stroll(operator, [
    ['main table a[href^="/tenants/"]', 'Luna'],
    ['main a[href*="tab=placement"]', 'Luna'],
    ['main a[href*="tab=audit"]', 'Luna'],
    ['nav a[href="/tenants"]', 'Tenants'],
    ['main a[href="/tenants/new"]', 'New tenant'],
    ['nav a[href="/outbox"]', 'Outbox'],
    ['main table a[href^="/outbox/"]', ''],
    ['nav a[href="/plans"]', 'Plans'],
    ['nav a[href="/servers"]', 'Servers'],
    ['nav a[href="/audit"]', 'Audit'],
    ['nav a[href="/"]', 'Home'],
  ]);
  const owner = await meet();
  await signIn(owner, 'luna', 'owner@luna.test');
  await owner.visit('luna', '/customers?sort=name');
  await stroll(owner, [
    ['main table a[href^="/customers/"]', ''],
    ['main a[href$="/edit"]', 'Edit'],
    ['nav a[href="/customers"]', 'Clients'],
    ['nav a[href="/settings"]', ''],
    ['nav a[href="/settings/branding"]', 'Branding'],
    ['nav a[href="/settings/configuration"]', 'Configuration'],
    ['nav a[href="/settings/users"]', 'People'],
    ['main table a[href^="/settings/users/"]', ''],
    ['nav a[href="/settings/companies"]', ''],
    ['nav a[href="/settings/audit"]', 'Audit'],
    ['nav a[href="/"]', ''],
  ]);
  for (const [one, host] of [[operator, 'admin'], [owner, 'luna']]) {
    await one.page.click('[popovertarget=account-menu]');
    await one.page.click('#account-menu button:has-text("Sign out")');
    await one.page.waitForURL(address(host, '/sign-in'));
    assert.ok(await one.page.evaluate(() => window.stayed), 'nor when signing out');
  }
  await owner.page.fill('input[name=email]', 'member@luna.test');
  await owner.page.fill('input[name=password]', password);
  await owner.page.click('main button[type=submit]');
  await owner.page.waitForURL(address('luna'));
  await owner.page.waitForSelector('nav a[href="/customers"]');
  assert.equal(await owner.page.locator('nav a[href="/settings"]').count(), 0, 'a member is not who signed out before');
});

for (const scripts of [true, false]) {
  journey(`somebody signs another browser out and changes the password, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (mine, meet) => {
    if (scripts) mine.expectComplaint(/422/);
    const slug = scripts ? 'hollow' : 'harvest';
    const secrets = ['a long and quiet phrase', 'another long and quiet phrase'];
    const operator = await meet({ scripts: false });
    await signIn(operator, 'admin', 'operator@tenantry.test');
    await createTenant(operator, slug, 'shared');
    await mine.page.goto(await mailedLink(`olga@${slug}.test`));
    await mine.page.fill('input[name=password]', secrets[0]);
    await mine.page.fill('input[name=password_again]', secrets[0]);
    await mine.page.click('main button[type=submit]');
    await mine.page.waitForURL(address(slug));
    const other = await meet({ scripts: false });
    await signIn(other, slug, `olga@${slug}.test`, secrets[0]);

    await mine.visit(slug, '/account');
    await mine.page.click('button:has-text("Sign out Chrome")');
    await mine.page.waitForSelector('text=That browser is signed out.');
    await mine.page.waitForSelector('text=You are signed in nowhere else.');
    await other.visit(slug, '/');
    assert.match(other.page.url(), /sign-in/, 'the other browser is out');

    await signIn(other, slug, `olga@${slug}.test`, secrets[0]);
    for (const secret of ['not my password', secrets[0]]) {
      await mine.page.fill('input[name=password]', secret);
      await mine.page.fill('input[name=new_password]', secrets[1]);
      await mine.page.fill('input[name=new_password_again]', secrets[1]);
      await mine.page.click('button:has-text("Change password")');
      await mine.page.waitForSelector(secret === secrets[0] ? 'text=Your password is changed' : 'text=This is not your password.');
    }
    await other.visit(slug, '/');
    assert.match(other.page.url(), /sign-in/, 'and out again');
    await signIn(other, slug, `olga@${slug}.test`, secrets[1]);
    await mine.visit(slug, '/account');
    assert.match(await mine.page.textContent('main'), /This browser/, 'the browser that asked is still in');
  });
}

for (const scripts of [true, false]) {
  journey(`somebody sets a second factor up and signs in with it, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (mine, meet) => {
    const slug = scripts ? 'ember' : 'evergreen';
    const secret = 'a long and quiet phrase';
    const manner = scripts ? 'with' : 'without';
    const operator = await meet({ scripts: false });
    await signIn(operator, 'admin', 'operator@tenantry.test');
    await createTenant(operator, slug, 'shared');
    await mine.page.goto(await mailedLink(`olga@${slug}.test`));
    await mine.page.fill('input[name=password]', secret);
    await mine.page.fill('input[name=password_again]', secret);
    await mine.page.click('main button[type=submit]');
    await mine.page.waitForURL(address(slug));

    await mine.visit(slug, '/account');
    await mine.page.click('button:has-text("Set up")');
    await mine.page.waitForSelector('svg[role=img][aria-label^="QR code"]');
    if (scripts) await mine.isAccessible();
    await mine.shot(`luna second factor is set up ${manner} scripts`);
    const key = (await mine.page.textContent('main li code')).trim();
    const codes = (await mine.page.textContent('main pre')).match(/[A-Z2-7]{4}-[A-Z2-7]{4}/g);
    assert.equal(codes.length, 10);
    await mine.page.fill('input[name=code]', totp(key));
    await mine.page.click('button:has-text("Turn on")');
    await mine.page.waitForSelector('text=Your authenticator app is on');
    await mine.page.waitForSelector('text=Recovery codes left');

    const other = await meet({ scripts });
    if (scripts) other.expectComplaint(/422/);
    await other.visit(slug, '/sign-in?next=/customers');
    await other.page.fill('input[name=email]', `olga@${slug}.test`);
    await other.page.fill('input[name=password]', secret);
    await other.page.click('main button[type=submit]');
    await other.page.waitForURL((url) => url.pathname === '/sign-in/code');
    for (const code of ['000000', codes[0]]) {
      await other.page.fill('input[name=code]', code);
      await other.page.click('main button[type=submit]');
      if (code === '000000') {
        await other.page.waitForSelector('text=This code is not right');
        await other.shot(`luna code is wrong ${manner} scripts`);
      }
    }
    await other.page.waitForURL(address(slug, '/customers'));

    await other.visit(slug, '/confirm?next=/account');
    if (scripts) await other.isAccessible();
    await other.page.fill('input[name=password]', secret);
    await other.page.fill('input[name=code]', codes[1].toLowerCase());
    await other.page.click('main button[type=submit]');
    await other.page.waitForURL(address(slug, '/account'));
    await other.page.click('main a:has-text("Turn off")');
    await other.page.click('button:has-text("Turn it off")');
    await other.page.waitForSelector('text=Your authenticator app is off');
    await mine.visit(slug, '/account');
    assert.match(mine.page.url(), /sign-in/, 'the other browser is out');
    await signIn(mine, slug, `olga@${slug}.test`, secret);
  });
}

/** Gives a browser a device that knows its owner, as a phone with a finger on it. */
async function giveDevice(one) {
  const session = await one.page.context().newCDPSession(one.page);
  await session.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  await session.send('WebAuthn.addVirtualAuthenticator', { options });
}

journey('somebody adds a passkey, signs in by it alone, and proves by it who they are', async (mine, meet) => {
  const slug = 'fennel';
  const secret = 'a long and quiet phrase';
  const operator = await meet({ scripts: false });
  await signIn(operator, 'admin', 'operator@tenantry.test');
  await createTenant(operator, slug, 'shared');
  await mine.page.goto(await mailedLink(`olga@${slug}.test`));
  await mine.page.fill('input[name=password]', secret);
  await mine.page.fill('input[name=password_again]', secret);
  await mine.page.click('main button[type=submit]');
  await mine.page.waitForURL(address(slug));
  await giveDevice(mine);

  await mine.visit(slug, '/account');
  await mine.page.fill('input[name=name]', 'My phone');
  await mine.page.click('button:has-text("Add a passkey")');
  await mine.page.waitForSelector('text=Your passkey signs you in');
  await mine.page.waitForSelector('main li:has-text("My phone")');
  await mine.isAccessible();
  await mine.shot('luna passkey is added');

  await mine.page.context().clearCookies();
  await mine.visit(slug, '/sign-in?next=/customers');
  await mine.isAccessible();
  await mine.page.click('button:has-text("Sign in with a passkey")');
  await mine.page.waitForURL(address(slug, '/customers'));

  const stranger = await meet({ scripts: false });
  await stranger.visit(slug, '/sign-in');
  await stranger.page.click('button:has-text("Sign in with a passkey")');
  await stranger.page.waitForSelector('text=A passkey needs a browser that runs scripts');
  await stranger.page.fill('input[name=email]', `olga@${slug}.test`);
  await stranger.page.fill('input[name=password]', secret);
  await stranger.page.click('main button[type=submit]');
  await stranger.page.waitForURL((url) => url.pathname === '/sign-in/code');

  await mine.visit(slug, '/confirm?next=/account');
  await mine.isAccessible();
  await mine.page.click('button:has-text("Confirm with a passkey")');
  await mine.page.waitForURL(address(slug, '/account'));
  await mine.page.click('main li:has-text("My phone") button');
  await mine.page.waitForSelector('text=The passkey opens nothing any more');
  await signIn(stranger, slug, `olga@${slug}.test`, secret);
});

for (const scripts of [true, false]) {
  journey(`an owner makes a key for a program, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (owner) => {
    const { page } = owner;
    const [slug, manner] = scripts ? ['luna', 'with'] : ['apex', 'without'];
    if (scripts) owner.expectComplaint(/422/);
    await signIn(owner, slug, `owner@${slug}.test`);
    await owner.visit(slug, '/settings/api-keys/new');
    await page.fill('input[name=name]', 'Nightly import');
    await page.click('main form button[type=submit]');
    await page.waitForSelector('text=Choose at least one thing');
    await page.check('input[value="customers.read"]');
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} key is made ${manner} scripts`);
    await page.click('main form button[type=submit]');
    await page.waitForSelector('text=Copy the key now');
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} key is shown ${manner} scripts`);
    const key = (await page.textContent('main pre')).trim();
    assert.match(key, /^tnk_[A-Za-z0-9_-]{43}$/);
    const call = (path) => ask('GET', slug, path, { authorization: `Bearer ${key}` });
    assert.equal(await call('/api/v1/customers'), 200);
    assert.equal(await call('/api/v1/users'), 403);
    await owner.visit(slug, '/settings/api-keys');
    await owner.shot(`${slug} keys ${manner} scripts`);
    await page.click('main table a');
    await page.waitForSelector('text=Another key in its place');
    await page.click('main a:has-text("Delete")');
    await page.click('button:has-text("Delete key")');
    await page.waitForSelector('text=The key is gone.');
    assert.equal(await call('/api/v1/customers'), 401);
  });
}

for (const scripts of [true, false]) {
  journey(`an owner makes a role and gives it to somebody, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (owner) => {
    const { page } = owner;
    const [slug, manner] = scripts ? ['luna', 'with'] : ['apex', 'without'];
    if (scripts) owner.expectComplaint(/422/);
    await signIn(owner, slug, `owner@${slug}.test`);
    await owner.visit(slug, '/settings/roles/new');
    await page.fill('input[name=name]', 'Front desk');
    await page.click('main form button[type=submit]');
    await page.waitForSelector('text=Choose at least one thing');
    assert.equal(await page.inputValue('input[name=name]'), 'Front desk');
    await page.check('input[value="customers.read"]');
    await page.check('input[value="customers.write"]');
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} role is made ${manner} scripts`);
    await page.click('main form button[type=submit]');
    await page.waitForSelector('text=Front desk can be given to people now');
    await owner.shot(`${slug} roles ${manner} scripts`);

    await owner.visit(slug, '/settings/users/new');
    await page.check('input[value="front_desk"]');
    await page.fill('input[name=name]', 'Fay Front');
    await page.fill('input[name=email]', `fay@${slug}.test`);
    await page.click('main form button[type=submit]');
    await page.waitForSelector('text=An invitation is on its way');

    await owner.visit(slug, '/settings/roles');
    await page.click('main table a:has-text("Front desk")');
    await page.waitForSelector('text=One person has it.');
    await page.uncheck('input[value="customers.write"]');
    await page.click('button:has-text("Save role")');
    await page.waitForSelector('text=Front desk is saved');
  });
}

for (const scripts of [true, false]) {
  journey(`an operator visits a tenant and is sent away, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (operator, meet) => {
    const { page } = operator;
    const [slug, manner] = scripts ? ['luna', 'with'] : ['apex', 'without'];
    await signIn(operator, 'admin', 'operator@tenantry.test');
    await operator.visit('admin', `/tenants?q=${slug}`);
    await page.click('main table a[href^="/tenants/"]');
    await page.click('nav a:has-text("Visits")');
    await page.fill('textarea[name=reason]', 'The calendar shows a wrong day.');
    await page.click('button:has-text("Ask for a visit")');
    await page.waitForSelector('text=Your visit is open');
    if (scripts) await operator.isAccessible();
    await operator.shot(`admin visit is open ${manner} scripts`);
    const wayIn = await page.getAttribute('a:has-text("Go inside")', 'href');

    const visitor = await meet({ scripts });
    await visitor.page.goto(wayIn);
    if (scripts) {
      await visitor.alive();
      await visitor.isAccessible();
    }
    await visitor.shot(`${slug} visitor at the door ${manner} scripts`);
    await visitor.page.click('main button[type=submit]');
    await visitor.page.waitForSelector('text=You are visiting');
    await visitor.visit(slug, '/customers');
    if (scripts) await visitor.isAccessible();
    await visitor.shot(`${slug} visitor is inside ${manner} scripts`);
    assert.equal(await visitor.page.locator('main a[href$="/customers/new"]').count(), 0, 'a visitor who looks is offered nothing to change');

    const owner = await meet({ scripts });
    await signIn(owner, slug, `owner@${slug}.test`);
    await owner.page.waitForSelector('text=is visiting, for the operator of this system');
    await owner.page.click('a:has-text("Visits")');
    await owner.page.waitForSelector('text=Ask us first');
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} visits ${manner} scripts`);
    await owner.page.click('button:has-text("Send away")');
    await owner.page.waitForSelector('text=The visit is over.');
    await visitor.page.goto(address(slug, '/customers'));
    assert.match(visitor.page.url(), /sign-in/, 'the visitor is out');
    const again = await meet({ scripts });
    if (scripts) again.expectComplaint(/401|409/);
    await again.page.goto(wayIn);
    if (scripts) await again.alive();
    await again.page.click('main button[type=submit]');
    await again.page.waitForSelector('text=This visit is over');
  });
}

for (const scripts of [true, false]) {
  journey(`closing a tenant takes two operators, ${scripts ? 'with' : 'without'} scripts`, { scripts, viewport: scripts ? wide : phone }, async (asker, meet) => {
    const [slug, manner] = scripts ? ['closing-one', 'with'] : ['closing-two', 'without'];
    await signIn(asker, 'admin', 'operator@tenantry.test');
    await createTenant(asker, slug, 'shared');
    await reloadUntil(asker, 'Live after');
    const tenant = new URL(asker.page.url()).pathname;
    const ask = async () => {
      await asker.visit('admin', `${tenant}/deactivate`);
      await asker.page.waitForSelector('text=This takes two operators.');
      if (scripts) await asker.isAccessible();
      await asker.shot(`admin asks to close ${manner} scripts`);
      await asker.page.fill('textarea[name=reason]', 'The contract ended.');
      await asker.page.click('main form button[type=submit]');
      await asker.page.waitForSelector('text=Nothing has happened yet');
      assert.equal(await asker.page.locator('textarea[name=note]').count(), 0, 'who asked does not decide');
      return new URL(asker.page.url()).pathname;
    };
    const first = await ask();
    await asker.visit('admin', tenant);
    await asker.page.waitForSelector('text=waits for a second operator');
    if (scripts) await asker.isAccessible();
    await asker.shot(`admin tenant waits for a second ${manner} scripts`);

    const other = await meet({ scripts, viewport: scripts ? wide : phone });
    await signIn(other, 'admin', 'support@tenantry.test');
    await other.visit('admin', '/approvals?state=waiting');
    if (scripts) await other.isAccessible();
    await other.shot(`admin approvals ${manner} scripts`);
    await other.page.click(`main table a[href="${first}"]`);
    await other.page.waitForSelector('textarea[name=note]');
    if (scripts) {
      await other.alive();
      await other.isAccessible();
    }
    await other.shot(`admin approval is decided ${manner} scripts`);
    await other.page.fill('textarea[name=note]', 'They pay until June.');
    await other.page.click('button:has-text("Decline")');
    await other.page.waitForSelector('text=Declined. Nothing has happened to the tenant.');
    assert.match(await other.page.textContent('main'), /They pay until June\./);
    const open = await meet({ scripts: false });
    assert.equal((await open.page.goto(address(slug, '/sign-in'))).status(), 200, 'a declined tenant is open');

    const second = await ask();
    await other.visit('admin', second);
    await other.page.fill('textarea[name=note]', 'Seen the letter.');
    await other.page.click('button:has-text("Approve")');
    await other.page.waitForSelector('text=/^Approved: .* is deactivated/');
    await other.visit('admin', second);
    await other.shot(`admin approval is done ${manner} scripts`);
    open.expectComplaint(/404/);
    assert.equal((await open.page.goto(address(slug, '/sign-in'))).status(), 404, 'an approved one is closed');
    await asker.visit('admin', second);
    assert.match(await asker.page.textContent('main'), /Kim Lindqvist/);
  });
}

for (const scripts of [true, false]) {
  journey(`an owner switches modules and everybody's pages follow, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (owner, meet) => {
    const [slug, manner] = scripts ? ['luna', 'with'] : ['apex', 'without'];
    const member = await meet({ scripts });
    await signIn(member, slug, `member@${slug}.test`);
    if (scripts) await member.page.evaluate(() => { window.stayed = true; });
    const leads = async (path, there) => {
      const link = member.page.locator(`nav a[href="${path}"]`);
      if (!scripts) await member.page.reload();
      await link.waitFor({ state: there ? 'attached' : 'detached' });
      if (scripts) assert.ok(await member.page.evaluate(() => window.stayed), 'the page followed along without being loaded again');
    };
    const turn = async (key, word) => {
      await owner.visit(slug, '/settings/modules');
      await owner.page.click(`main a[href="/settings/modules/${key}"]`);
      await owner.page.waitForSelector(`main button:has-text("Switch ${word}")`);
      if (scripts) await owner.isAccessible();
      await owner.shot(`${slug} ${key} goes ${word} ${manner} scripts`);
      await owner.page.click(`main button:has-text("Switch ${word}")`);
      await owner.page.waitForURL(address(slug, '/settings/modules'));
    };
    await signIn(owner, slug, `owner@${slug}.test`);
    await leads('/professionals', true);
    await leads('/referrals', false);
    await turn('referrals', 'on');
    await leads('/referrals', true);

    await owner.visit(slug, '/settings/modules/professionals');
    assert.match(await owner.page.textContent('main'), /Without .*, these go off as well: /);
    if (scripts) {
      await member.visit(slug, '/customers/new');
      await member.alive();
      await member.page.evaluate(() => { window.stayed = true; });
      member.expectComplaint(/422/);
      await member.page.fill('input[name=name]', 'Nobody yet');
      await member.page.fill('input[name=phone]', 'later');
      await member.page.click('main form[method=post] button[type=submit]');
      await member.page.waitForSelector('main [aria-invalid=true]');
    }
    await turn('professionals', 'off');
    if (scripts) {
      await member.page.waitForTimeout(1000);
      assert.equal(await member.page.inputValue('input[name=phone]'), 'later', 'news wait for a form that was begun');
      assert.ok(await member.page.locator('main [aria-invalid=true]').count() > 0);
      await member.page.click('main form a:has-text("Cancel")');
    }
    await leads('/professionals', false);
    await leads('/referrals', false);
    member.expectComplaint(/404/);
    assert.equal((await member.visit(slug, '/professionals')).status(), 404, 'what is off cannot be reached');
    await member.visit(slug, '/');
    if (scripts) await member.page.evaluate(() => { window.stayed = true; });
    await turn('professionals', 'on');
    await leads('/professionals', true);
    await member.visit(slug, '/professionals');
    assert.equal(await member.page.locator('main table tbody tr').count(), 4, 'what was in it is kept');
  });

  journey(`a salon keeps its menu, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (owner) => {
    const { page } = owner;
    const [slug, manner] = scripts ? ['luna', 'with'] : ['apex', 'without'];
    if (scripts) owner.expectComplaint(/422|409/);
    const send = () => page.click('main form[method=post] button[type=submit]');
    const arrived = async (heading) => {
      await page.waitForSelector(`h1:has-text("${heading}")`);
      if (scripts) await owner.alive();
    };
    await signIn(owner, slug, `owner@${slug}.test`);
    await owner.visit(slug, '/services/categories/new');
    await page.fill('input[name=name]', 'Evenings');
    await send();
    await page.waitForSelector('main table a:has-text("Evenings")');
    await owner.visit(slug, '/services/new');
    await page.fill('input[name=name]', 'Late visit');
    await page.selectOption('select[name=category_id]', { label: 'Evenings' });
    await page.fill('input[name=minutes]', '90');
    await page.fill('input[name=price]', '49,50');
    await send();
    await page.waitForSelector('text=Enter an amount such as 49.00.');
    assert.equal(await page.inputValue('input[name=minutes]'), '90', 'nothing typed is lost');
    assert.ok(await page.isChecked('input[name=is_active]'));
    await page.fill('input[name=price]', '49.50');
    await send();
    await arrived('Late visit');
    assert.match(await page.textContent('main'), /1 h 30 min.*\$49\.50/s);
    await owner.shot(`${slug} service ${manner} scripts`);
    await page.click('main a:has-text("Edit")');
    await arrived('Edit Late visit');
    await page.uncheck('input[name=is_active]');
    await send();
    await page.waitForSelector('main header:has-text("Not offered")');

    await owner.visit(slug, '/services?q=late');
    await page.selectOption('select[name=category]', { label: 'Evenings' });
    await page.click('main form[role=search] button[type=submit]');
    await page.waitForURL(/category=/);
    await page.waitForSelector('main table a:has-text("Late visit")');
    assert.equal(await page.locator('main table tbody tr').count(), 1);
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} menu ${manner} scripts`);
    await owner.visit(slug, '/services/categories');
    await page.click('main table a:has-text("Evenings")');
    await arrived('Evenings');
    await page.click('main header :text("Delete")');
    await page.click('button:has-text("Delete category")');
    await page.waitForSelector('text=Something still stands under this category');
  });

  journey(`an owner takes people out as a table, changes a line and brings it in, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (owner) => {
    const { page } = owner;
    const [slug, manner, name] = scripts ? ['luna', 'with', 'Zoë Tabular'] : ['apex', 'without', 'Zoë Sheet'];
    const send = (words) => page.click(`main button:has-text("${words}")`);
    await signIn(owner, slug, `owner@${slug}.test`);
    await owner.visit(slug, '/customers');
    const downloading = page.waitForEvent('download');
    await page.click('main header a:has-text("Export")');
    const download = await downloading;
    assert.match(download.suggestedFilename(), new RegExp(`^${slug}-customers-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
    const [heads, first] = readFileSync(await download.path(), 'utf8').split('\r\n');
    assert.match(heads, /^\ufeffName,E-mail address,Telephone,/);
    const changed = first.replace(/^(?:"[^"]*"|[^,]*),(?:"[^"]*"|[^,]*)/, `${name},zoe@people.test`);
    const wrong = `${name} the other,zoe at people,,,,,`;
    const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from([heads, changed, wrong].join('\r\n')) };

    await page.click('main header a:has-text("Import")');
    await page.setInputFiles('input[name=file]', { name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('Name\n') });
    await send('Upload');
    await page.waitForSelector('text=This file has no rows');
    await page.setInputFiles('input[name=file]', file);
    await send('Upload');
    await page.waitForSelector('text=Rows: 2. Which column is what?');
    assert.equal(await page.inputValue('select[name=email]'), '1', 'the heads are known again');
    await page.selectOption('select[name=notes]', { label: 'Leave out' });
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} columns ${manner} scripts`);
    await send('Look at the rows');
    await page.waitForSelector('text=1 good row. Left out with errors: 1.');
    await page.waitForSelector('main table td:has-text("zoe at people")');
    if (scripts) await owner.alive();
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} rows ${manner} scripts`);
    await send('Import 1 good row');
    await page.waitForSelector('text=Imported: 1 row. Left out: 1 row.');
    await owner.visit(slug, `/customers?q=${encodeURIComponent(name)}`);
    assert.equal(await page.locator('main table tbody tr').count(), 1);
  });

  journey(`a clinic refers a patient, and the other side accepts and completes, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (sender, meet) => {
    const { page } = sender;
    const manner = scripts ? 'with' : 'without';
    if (scripts) sender.expectComplaint(/422/);
    await signIn(sender, 'bright', 'member@bright.test');
    await sender.visit('bright', '/referrals');
    await page.click('main a:has-text("New referral")');
    await page.click('main a:has-text("Choose one")');
    const name = (await page.textContent('main table tbody tr:nth-child(5) a')).trim();
    await page.fill('input[name=q]', name);
    await page.click('main form[role=search] button[type=submit]');
    await page.waitForURL(/q=/);
    await page.waitForFunction(() => document.querySelectorAll('main table tbody tr').length === 1);
    await page.click(`main table a:has-text("${name}")`);
    await page.waitForURL(/customer=/);
    if (scripts) await sender.alive();
    const send = () => page.click('main form[method=post] button[type=submit]');
    await page.selectOption('select[name=from_professional_id]', { index: 1 });
    await page.fill('textarea[name=notes]', 'Call before noon.');
    await page.fill('input[name=reason]', `A second look, ${manner} scripts`);
    await page.selectOption('select[name=to_professional_id]', { index: scripts ? 1 : 2 });
    await send();
    if (scripts) {
      await page.waitForSelector('text=Choose somebody else than the one who refers.');
      assert.equal(await page.inputValue('textarea[name=notes]'), 'Call before noon.');
      await page.selectOption('select[name=to_professional_id]', { index: 2 });
      await send();
    }
    await page.waitForSelector('h1:has-text("A second look")');
    assert.ok((await page.textContent('main')).includes(name), 'about whom it is');
    await sender.shot(`bright referral is sent ${manner} scripts`);
    const path = new URL(page.url()).pathname;

    const other = await meet({ scripts });
    await signIn(other, 'bright', 'owner@bright.test');
    await other.visit('bright', '/referrals?status=sent');
    await other.page.click(`main table a[href="${path}"]`);
    for (const [deed, outcome] of [['Accept', 'Accepted'], ['Complete', 'Completed']]) {
      await other.page.click(`main button:has-text("${deed}")`);
      await other.page.waitForSelector(`main header:has-text("${outcome}")`);
    }
    if (scripts) await other.isAccessible();
    await other.shot(`bright referral is completed ${manner} scripts`);
    await other.visit('bright', '/referrals?status=completed');
    assert.match(await other.page.textContent('main table'), /A second look/);
  });
}

journey('an owner renames the workspace and every frame follows', async (owner) => {
  const { page } = owner;
  await signIn(owner, 'forge', 'owner@forge.test');
  await owner.visit('forge', '/settings/branding');
  const before = await page.inputValue('input[name=display_name]');
  for (const name of ['Forge & <i>Sons</i>', before]) {
    await page.fill('input[name=display_name]', name);
    await page.click('main form[method=post] button[type=submit]');
    await page.waitForFunction((name) => document.querySelector('nav, aside, header')?.textContent.includes(name), name);
    await page.waitForSelector('text=The new look is live.');
  }
});

for (const scripts of [true, false]) {
  journey(`an owner gives the workspace a logo, ${scripts ? 'with' : 'without'} scripts`, { scripts }, async (owner, meet) => {
    const { page } = owner;
    const [slug, manner] = scripts ? ['luna', 'with'] : ['apex', 'without'];
    await signIn(owner, slug, `owner@${slug}.test`);
    await owner.visit(slug, '/settings/branding');
    const upload = async (name, mimeType, buffer) => {
      await page.setInputFiles('input[name=logo]', { name, mimeType, buffer });
      await page.click('button:has-text("Upload logo")');
    };
    await upload('logo.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'));
    await page.waitForSelector('text=An SVG can carry scripts');
    await upload('logo.png', 'image/png', await page.screenshot({ clip: { x: 0, y: 0, width: 600, height: 400 } }));
    await page.waitForSelector('text=The new logo is live.');
    if (scripts) await owner.isAccessible();
    await owner.shot(`${slug} has a logo ${manner} scripts`);

    const stranger = await meet({ scripts });
    const logo = stranger.page.waitForResponse((response) => response.url().includes('/brand/'));
    await stranger.visit(slug, '/sign-in');
    assert.equal((await logo).headers()['content-type'], 'image/png');
    await stranger.page.waitForSelector('img[src^="/brand/"]');
    await stranger.shot(`${slug} door with a logo ${manner} scripts`);

    await owner.visit(slug, '/settings/branding');
    await page.click('button:has-text("Remove logo")');
    await page.waitForSelector('text=The logo is gone.');
    assert.equal(await page.locator('img[src^="/brand/"]').count(), 0);
  });
}
