#!/bin/sh
# What viewc accepts and refuses, with the place it names. usage: viewc_test.sh VIEWC SRC
set -u
viewc=$(realpath "$1") src=$(realpath "$2")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
failed=0 ran=0

# The body of a view stands on line 2; $params are its parameters.
params='struct str x, struct url u, const struct str *a, int n'
compile() {
    printf '{%% view v(%s)%s %%}\n%s\n{%% end %%}\n' "$params" "${flag:-}" "$1" >v.html
    "$viewc" v.html v.html.c v.html.h 2>message
}

# good BODY: compiles
good() {
    ran=$((ran + 1))
    compile "$1" && return
    echo "refused: $1: $(cat message)"
    failed=$((failed + 1))
}

# bad BODY LINE:COLUMN TEXT: refused there, with that text in the message
bad() {
    ran=$((ran + 1))
    if compile "$1"; then
        echo "accepted: $1"
    elif grep -qF "v.html:$2: error: " message && grep -qF -- "$3" message; then
        return
    else
        echo "wrong message for: $1: $(cat message)"
    fi
    failed=$((failed + 1))
}

# cc BODY: whether the C that comes out compiles
cc_says() {
    compile "$1" || return 1
    cc -std=c17 -Wall -Wextra -Werror -Wno-unused-parameter -I"$src" -I. -fsyntax-only v.html.c 2>message
}
builds() {
    ran=$((ran + 1))
    cc_says "$1" && return
    echo "does not build: $1: $(cat message)"
    failed=$((failed + 1))
}
fails() {
    ran=$((ran + 1))
    if cc_says "$1"; then
        echo "builds: $1"
    elif grep -q '^v.html:2:' message; then
        return
    else
        echo "the C compiler does not name the view: $1: $(cat message)"
    fi
    failed=$((failed + 1))
}

good '<p>{{ x }}</p>'
good '<option value="x"{% if n %} selected{% end %}>{{ x }}</option>'
good '{% if n %}<b>{{ x }}</b>{% elif n > 2 %}<i></i>{% else %}-{% end %}'
good '{% for t in a : n %}<i>{{ t[0] }}</i>{% end %}'
good '<svg viewBox="0 0 1 1"><path d="M0 0"/><title>x</title></svg>'
good '<br><img src="/x" alt=""><input disabled>'
good '<script src="/x.js" defer></script>'
good '<a href="{% if n %}{{ u }}{% else %}/{% end %}">x</a>'
good '{# a note {{ with }} things #}'
good '<p class="a {% if n %}b{% end %}">x</p>'
good '{% if n %}<li class="a">{% else %}<li>{% end %}x</li>'

# where expressions may not stand
bad '<p class={{ x }}>' 2:10 'without quotes'
bad '<p class=a{{ x }}>' 2:11 'without quotes'
bad '<{{ x }}>' 2:2 'name of a tag'
bad '<p{{ x }}>' 2:3 'name of a tag'
bad '<p {{ x }}="y">' 2:4 'name of an attribute'
bad '<script>{{ x }}</script>' 2:9 'in <script>'
bad '<style>{{ x }}</style>' 2:8 'in <style>'
bad '<p onclick="{{ x }}">' 2:13 'event attribute onclick'
bad '<p OnClick="{{ x }}">' 2:13 'event attribute onclick'
bad '<p style="{{ x }}">' 2:11 'style attribute'
bad '<iframe srcdoc="{{ x }}">' 2:17 'srcdoc'
bad '<!-- {{ x }} -->' 2:6 'in a comment'
bad '<!doctype {{ x }}>' 2:11 'in a declaration'
bad '<a href="/x/{{ u }}">' 2:13 'one whole address'
bad '<a href="{{ u }}/x">' 2:17 'one whole address'
bad '<a href="{{ u }}{{ u }}">' 2:17 'one whole address'
bad '<a href="{% if n %}/x{% end %}{{ u }}">' 2:31 'one whole address'
bad '<a href="{{ _("x") }}">' 2:13 'a text where an address'
bad '<a href="JavaScript:x()">' 2:10 'no address'
bad '<meta http-equiv="refresh" content="{{ x }}">' 2:1 'http-equiv'
bad '<p>{{ static("x.css") }}</p>' 2:7 'address attribute only'

# balance
bad '<p>' 2:1 '<p> is not closed'
bad '</p>' 2:1 'closes nothing'
bad '<b><i></b></i>' 2:7 'where <i> of line 2 is open'
bad '</br>' 2:1 'no closing tag'
bad '<div/>' 2:1 'HTML ignores'
bad '<p><ul></ul></p>' 2:4 'cannot stand inside <p>'
bad '{% if n %}<b>{% end %}</b>' 2:20 'one way ends'
bad '{% if n %}<b>{% else %}<i>{% end %}' 2:33 'one way ends'
bad '{% for t in a : n %}<b>{% end %}' 2:30 'one way ends'
bad '<p {% if n %}class="{% end %}x">' 2:27 'one way ends'
bad '<p {% if n %}a{% end %}b>' 2:24 'a space is missing'
bad '<p a="b"c>' 2:9 'a space is missing'
bad '<p a="b' 3:7 'ends inside a tag'
bad '<title><b></b></title>' 2:8 'no tags inside <title>'
bad 'a < b' 2:3 'write &lt;'
bad '{% if n %}x' 1:1 'has no {% end %}'
bad '<p {% call w() %}>' 2:4 'between tags'
flag=' open'
good '<p>'
flag=' close'
good '</p>'
flag=

# expressions
bad '{{ f(x) }}' 2:5 'calls nothing'
bad '{{ n = 1 }}' 2:6 'assigns nothing'
bad '{{ "x" }}' 2:4 'stands in _('
bad '{{ n + 1 }}' 2:6 "'}}' expected"
bad '{{ sizeof n }}' 2:4 'a name expected'
bad '{{ 0x10 }}' 2:4 'not a decimal number'
bad '{{ }}' 2:4 'a name expected'
bad '{{ (int)n }}' 2:5 'a name expected'
bad '{{ n; n }}' 2:5 "'}}' expected"
bad '{{ n++ }}' 2:5 "'}}' expected"
bad '{{ &x }}' 2:4 'a name expected'
bad '{{ _("{who} is here") }}' 2:6 'the place {who} has no value'
bad '{{ _("here", who=x) }}' 2:14 'no place {who}'
bad '{{ n_("{n} {x}", "{n}", n) }}' 2:7 'the place {x} has no value'
bad '{{ _("x }}' 2:6 'does not end'
bad '{% call w("Save it") %}' 2:12 'stands in _('
bad '{% while n %}' 2:4 'is no block'
bad '{% else %}' 2:4 'without an if'
params='int'
bad 'x' 1:14 'a type and a name'
params='int h'
bad 'x' 1:15 'taken by the page'
params='int n) { abort(); } void w(int m'
bad 'x' 1:18 "'%}' expected"
params='struct str x, struct url u, const struct str *a, int n'

# types are checked by the C compiler, which names the view
builds '<a href="{{ u }}" title="{{ x }}">{{ x }}{{ n }}</a>{% for t in a : n %}{{ t[0] }}{% end %}'
builds '<b title="{{ _("Of {who}", who=x) }}">{{ n_("{n} post", "{n} posts", n) }}</b>'
fails '<a href="{{ x }}">x</a>'
fails '<p>{{ u }}</p>'
fails '<p title="{{ u }}"></p>'
fails '<p>{{ missing }}</p>'
fails '{{ x->field }}'
params='struct html_safe m, bool b'
builds '<p>{{ m }}</p>{% if b %}x{% end %}'
fails '<p title="{{ m }}"></p>'
fails '<textarea>{{ m }}</textarea>'
fails '{{ b }}'

echo "$ran checks, $failed failed"
[ "$failed" -eq 0 ]
