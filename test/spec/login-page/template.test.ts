import { describe, expect, it } from 'vitest';
import { checkBlock } from '../../../server/spec/login-page/block.ts';
import { checkHeading, checkTemplateText, MOST_PLACEHOLDERS } from '../../../server/spec/login-page/template.ts';

const text = (template: string) => checkTemplateText(template, 600);
const block = (template: string) => checkBlock(template, 8000);

describe('a text of the sign-in page', () => {
  it.each([
    'Plain words, even with } and { and }} and <b>',
    'Hello {{login_hint}}, from {{ office }}',
    '{{#ext-team}}For {{ext-team}}{{/ext-team}}{{^ext-team}}For all{{/ext-team}}',
    '{{#connection}}{{#ext-a}}both{{/ext-a}}{{/connection}}',
  ])('may be %s', (template) => {
    expect(text(template)).toBeUndefined();
  });

  it.each([
    ['{{{login_hint}}}', /holds \{\{\{ in line 1/],
    ['a\nb {{&login_hint}}', /holds \{\{& in line 2/],
    ['{{ & login_hint }}', /holds \{\{& in line 1/],
    ['{{> other}}', /another template in line 1/],
    ['{{=<% %>=}}<%{login_hint}%>', /changes the braces in line 1/],
    ['{{! hush }}', /a comment in line 1/],
    ['{{.}}', /no placeholder/],
    ['{{application.constructor}}', /no placeholder/],
    ['{{constructor}}', /asks for constructor in line 1/],
    ['{{__proto__}}', /no placeholder/],
    ['{{csrf}}', /asks for csrf/],
    ['{{ext-}}', /asks for ext-/],
    [`{{ext-${'x'.repeat(41)}}}`, /asks for ext-x/],
    ['{{#ext-a}}never ends', /begins a part for ext-a in line 1 that never ends/],
    ['{{#ext-a}}{{#ext-b}}{{/ext-a}}{{/ext-b}}', /ends \{\{\/ext-a\}\} in line 1/],
    ['{{/ext-a}}', /does not begin/],
    ['{ {{office}} {{', /no placeholder/],
    ['{{{office}}', /holds \{\{\{/],
    ['{{office\n}}', /no placeholder/],
    ['a\u202eb', /cannot be seen, in line 1/],
    ['a\n\u0000', /cannot be seen, in line 2/],
    ['x'.repeat(601), /longer than 600/],
    ['{{office}}'.repeat(MOST_PLACEHOLDERS + 1), /more than 50/],
  ])('may not be %s', (template, why) => {
    expect(text(template)).toMatch(why);
  });

  it('names the application that asks where it is the heading, whatever the values are', () => {
    expect(checkHeading('{{#ext-x}}Hi {{/ext-x}}{{application}} asks', 120)).toBeUndefined();
    for (const hidden of ['Sign in', '{{#ext-x}}{{application}}{{/ext-x}}', '{{^office}}{{application}}{{/office}}']) {
      expect(checkHeading(hidden, 120)).toMatch(/must hold \{\{application\}\}/);
    }
    expect(checkHeading('{{application}}\nand more', 120)).toMatch(/more than one line/);
  });
});

describe('the block of HTML', () => {
  it.each([
    '<p>Call <a href="tel:+4917">17</a> or <a href="https://help.example.lan/?a=b&amp;c=d">read</a>.<br>Thanks</p>',
    '<h2>News</h2>\n<ul>\n<li>One</li>\n{{#ext-x}}<li>Two {{ext-x}}</li>{{/ext-x}}\n</ul>',
    '<details><summary>More</summary><div lang="de" dir="ltr"><p>Hallo &amp; gut</p></div></details><hr>',
    'Only text with {{login_hint}}',
    '<ol><li><p>a</p></li></ol><p><a href="/account/">Account</a> <a href="mailto:it@example.lan">Mail</a></p>',
  ])('may be %s', (template) => {
    expect(block(template)).toBeUndefined();
  });

  it.each([
    ['<script>alert(1)</script>', /holds the tag script in line 1/],
    ['<p>\n<img src="x"></p>', /holds the tag img in line 2/],
    ['<p onclick="alert(1)">x</p>', /gives the tag p onclick in line 1/],
    ['<p style="position:fixed">x</p>', /gives the tag p style/],
    ['<p class="heard">x</p>', /gives the tag p class/],
    ['<p id="lanyard-password">x</p>', /gives the tag p id/],
    ['<p href="https://a.test">x</p>', /gives the tag p href/],
    ['<style>*{}</style>', /holds the tag style/],
    ['<form action="https://evil.test"></form>', /holds the tag form/],
    ['<input name="password">', /holds the tag input/],
    ['<iframe src="https://evil.test"></iframe>', /holds the tag iframe/],
    ['<link href="x">', /holds the tag link/],
    ['<meta content="0">', /holds the tag meta/],
    ['<svg></svg>', /holds the tag svg/],
    ['<math></math>', /holds the tag math/],
    ['<template></template>', /holds the tag template/],
    ['<plaintext>', /holds the tag plaintext/],
    ['<constructor></constructor>', /holds the tag constructor/],
    ['<h1>x</h1>', /holds the tag h1/],
    ['<SCRIPT>x</SCRIPT>', /holds a < in line 1/],
    ['<svg/onload=alert(1)>', /holds a </],
    ['<a href=javascript:alert(1)>x</a>', /holds a </],
    ["<a href='https://a.test'>x</a>", /holds a </],
    ['<a href="javascript:alert(1)">x</a>', /has href in line 1, which must begin with/],
    ['<a href="&#106;avascript:alert(1)">x</a>', /must begin with/],
    ['<a href=" javascript:alert(1)">x</a>', /must begin with/],
    ['<a href="data:text/html,x">x</a>', /must begin with/],
    ['<a href="//evil.test">x</a>', /must begin with/],
    ['<a href="/\\evil.test">x</a>', /must begin with/],
    ['<a href="{{ext-x}}">x</a>', /holds a </],
    ['<a href="https://a.test/{{ext-x}}">x</a>', /holds a </],
    ['<{{ext-x}}>', /holds a </],
    ['<p {{ext-x}}>x</p>', /holds a </],
    ['<!-- x -->', /holds a </],
    ['<![CDATA[x]]>', /holds a </],
    ['<br/>', /holds a </],
    ['1 < 2', /for the sign write &lt;/],
    ['<p>x', /never ends p, which begins in line 1/],
    ['</div></main>', /ends the tag div in line 1, which did not begin/],
    ['<p><strong>x</p></strong>', /before strong has ended/],
    ['<p>{{#ext-x}}</p>{{/ext-x}}', /before \{\{ext-x\}\} has ended/],
    ['{{#ext-x}}<p>{{/ext-x}}</p>', /before p has ended/],
    ['<p><ul></ul></p>', /ul in line 1, which cannot stand in p/],
    ['<ul>text</ul>', /text between the points/],
    ['<ul>{{ext-x}}</ul>', /text between the points/],
    ['<li>x</li>', /cannot stand there/],
    ['<p><a href="/a"><em><a href="/b">x</a></em></a></p>', /link inside a link/],
    ['<p>{{{ext-x}}}</p>', /holds \{\{\{ in line 1/],
    ['x'.repeat(8001), /longer than 8000/],
  ])('may not be %s', (template, why) => {
    expect(block(template)).toMatch(why);
  });
});
