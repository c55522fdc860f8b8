#!/bin/sh
# A catalogue that is wrong must stop the build and say where. usage: poc_test.sh POC
set -eu
poc=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p po/ar
echo 'ar rtl ar-EG العربية' >po/LINGUAS

head=$(printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n')
two='"Plural-Forms: nplurals=2; plural=n != 1;\n"'
n=0

# expect STATUS TEXT WHAT [PO…]: files a.po, b.po from the arguments; poc must end with STATUS and
# print TEXT.
expect() {
    status=$1 text=$2 what=$3
    shift 3
    rm -f po/ar/*.po
    for name in a b; do
        [ $# -eq 0 ] || { printf '%s\n' "$1" >po/ar/$name.po; shift; }
    done
    got=0
    if [ -s pot ]; then
        "$poc" --check po/LINGUAS pot >out 2>&1 || got=$?
    else
        "$poc" po/LINGUAS out.c out.d >out 2>&1 || got=$?
    fi
    n=$((n + 1))
    if [ $got -ne "$status" ] || { [ -n "$text" ] && ! grep -qF -- "$text" out; }; then
        echo "FAIL: $what: status $got, printed:"
        cat out
        exit 1
    fi
}

msg='msgid "a"
msgstr "ا"'
expect 0 '' 'a good file' "$head

$msg"
grep -q 'ar/a.po' out.d && grep -q 'po/ar ' out.d
expect 0 '' 'the same text twice' "$head

$msg" "$head

$msg"
expect 1 'po/ar/b.po:4: "a" is translated otherwise at po/ar/a.po:5' 'two translations' "$head

$msg" "$head
msgid \"a\"
msgstr \"ب\""
expect 1 'po/ar/a.po:6:' 'broken syntax' "$head

msgid \"a\"
msgstr oops"
expect 1 'po/ar/a.po:4: plural forms, but' 'no Plural-Forms' "$head
msgid \"a\"
msgid_plural \"b\"
msgstr[0] \"ا\"
msgstr[1] \"ب\""
expect 1 'po/ar/a.po:5: 1 of 2 plural forms' 'a form is missing' "$head
$two
msgid \"a\"
msgid_plural \"b\"
msgstr[0] \"ا\"
msgstr[1] \"\""
for bad in 'n/2' 'system(0)' 'n != 1; exit(1' 'n ? 1 : 2' '(n' 'n ? 1' 'n % 0' '1 n' 'n==1 ? 0 : m' 'n = 1' '01' ''; do
    expect 1 'po/ar/a.po:1: Plural-Forms' "plural=$bad" "$head
\"Plural-Forms: nplurals=2; plural=$bad;\\n\""
done
expect 1 'charset=UTF-8' 'no charset' 'msgid ""
msgstr "Language: ar\n"'
format='msgid "in %s, \"%.*s\", line %u"'
expect 0 '' 'a good format' "$head

$format
msgstr \"في %s، %.*s، %u\""
for bad in 'في %s، %.*s' 'في %s، %s، %u' 'في %.*s، %s، %u' 'في %s، %.*s، %d' 'في %s، %.*s، %u، %s' \
    'في %2$s، %.*s، %u' 'في %s، %.*s، %u ٪ و%' 'في %s، %.*s، %lu' 'في'; do
    expect 1 'po/ar/a.po:5: msgstr[0] of "in %s' "the format $bad" "$head

$format
msgstr \"$bad\""
done
expect 1 'must have the same % conversions' 'a format where none was' "$head

msgid \"a\"
msgstr \"ا %s\""
expect 1 'must have the same % conversions' 'a format that is fuzzy' "$head

#, fuzzy
$format
msgstr \"%s\""
expect 0 '' 'a sign that is no format' "$head

msgid \"{percent} %\"
msgstr \"٪{percent}\""
expect 1 'msgstr[1] of "one %d"' 'a plural form of another format' "$head
$two
msgid \"one %d\"
msgid_plural \"%d of them\"
msgstr[0] \"واحد %d\"
msgstr[1] \"%s\""
expect 1 'msgctxt' 'a context' "$head
msgctxt \"x\"
$msg"

cat >pot <<'P'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "a {x}"
msgstr ""

msgid "one {x}"
msgid_plural "{n} {x}"
msgstr[0] ""
msgstr[1] ""
P
plural='
msgid "one {x}"
msgid_plural "{n} {x}"'
good="$plural
msgstr[0] \"واحد {x}\"
msgstr[1] \"{n} {x}\""
expect 0 '2 texts, all translated' 'complete' "$head
$two
msgid \"a {x}\"
msgstr \"ا {x}\"
$good"
expect 1 'no ar text for "a {x}"' 'a missing text' "$head
$two
$good"
expect 1 'is fuzzy' 'a fuzzy text' "$head
$two
#, fuzzy
msgid \"a {x}\"
msgstr \"ا {x}\"
$good"
expect 1 '{y} is not in the msgid' 'a wrong place' "$head
$two
msgid \"a {x}\"
msgstr \"ا {x} {y}\"
$good"
expect 1 '{x} is missing in msgstr[0]' 'a lost place' "$head
$two
msgid \"a {x}\"
msgstr \"ا\"
$good"
expect 1 '{n} is missing in msgstr[1]' 'a lost number' "$head
$two
msgid \"a {x}\"
msgstr \"ا {x}\"
$plural
msgstr[0] \"واحد {x}\"
msgstr[1] \"كثير {x}\""
expect 0 'warning: "b" is not in the source' 'an unused text' "$head
$two
msgid \"a {x}\"
msgstr \"ا {x}\"
msgid \"b\"
msgstr \"ب\"
$good"
echo "$n cases"
