#!/bin/bash
# What vocabc says of data that are not right: every problem with its file and line.
#   vocabc_test.sh VOCABC
set -uo pipefail
vocabc=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0 passed=0

write_good() {
    rm -f "$dir"/*
    printf '# remarks\n\nlegal | top |\nlawyer | legal | court\ncourt | legal |\n' >"$dir/concepts.txt"
    printf 'legal = Law; ?right\nlawyer = Lawyer; attorney\ncourt = Court\n' >"$dir/en.txt"
    printf 'legal = قانون\nlawyer = محامٍ؛ محامي؛ محامية\n' >"$dir/ar.txt"
}
# expect TEXT: the check fails and says so
expect() {
    local said
    passed=$((passed + 1))
    if said=$("$vocabc" --check "$dir" 2>&1); then
        echo "FAIL: nothing said, but: $1"
        failed=1
    elif ! grep -qF -- "$1" <<<"$said"; then
        printf 'FAIL: expected "%s", got:\n%s\n' "$1" "$said"
        failed=1
    fi
}

write_good
"$vocabc" --check "$dir" | grep -q '^3 concepts, 9 phrases in 2 languages$' || { echo "FAIL: good data"; failed=1; }
printf 'lawyer = Avvocato; avvocata\n' >"$dir/it.txt"
"$vocabc" "$dir" "$dir/out.c" "$dir/out.d" && grep -q 'it.txt' "$dir/out.d" && grep -q Avvocato "$dir/out.c" ||
    { echo "FAIL: a language is a file"; failed=1; }

write_good; echo 'judge | legal nobody |' >>"$dir/concepts.txt"; expect "concepts.txt:6: there is no concept 'nobody'"
write_good; echo 'judge | | nobody' >>"$dir/concepts.txt"; expect "concepts.txt:6: there is no concept 'nobody'"
write_good; echo 'judge | judge |' >>"$dir/concepts.txt"; expect "'judge' points to itself"
write_good; printf 'a | b |\nb | c |\nc | a |\n' >>"$dir/concepts.txt"; expect "concepts.txt:6: 'a' is broader than itself"
write_good; echo 'lawyer | |' >>"$dir/concepts.txt"; expect "concepts.txt:6: 'lawyer' stands in line 4 already"
write_good; echo 'Judge | |' >>"$dir/concepts.txt"; expect "'Judge' is no id"
write_good; echo 'top | |' >>"$dir/concepts.txt"; expect "'top' is no id"
write_good; echo 'judge | | | x' >>"$dir/concepts.txt"; expect "more than three parts"
write_good; echo 'judge | top legal |' >>"$dir/concepts.txt"; expect "has nothing broader"
write_good; echo 'judge | legal legal |' >>"$dir/concepts.txt"; expect "'legal' stands there twice"
write_good; echo 'judge | legal |' >>"$dir/concepts.txt"; expect "en.txt:3: no line for 'judge' (concepts.txt:6)"
write_good; echo 'judge = قاضٍ' >>"$dir/ar.txt"; expect "ar.txt:3: there is no concept 'judge'"
write_good; echo 'lawyer = محامي' >>"$dir/ar.txt"; expect "ar.txt:3: a second line for 'lawyer'"
write_good; echo 'court محكمة' >>"$dir/ar.txt"; expect "ar.txt:3: no '='"
write_good; echo 'court = ; محكمة' >>"$dir/ar.txt"; expect "ar.txt:3: the label"
write_good; echo 'court = محكمة؛ ؛ قضاء' >>"$dir/ar.txt"; expect "ar.txt:3: nothing between"
write_good; echo 'court = محكمة؛ قضاء؛ قضاء' >>"$dir/ar.txt"; expect "ar.txt:3: 'قضاء' stands there twice"
write_good; echo 'court = محكمة؛ ...' >>"$dir/ar.txt"; expect "ar.txt:3: '...' has no words"
write_good; echo 'court = محكمة؛ a b c d e f g' >>"$dir/ar.txt"; expect "has more than 6 words"
write_good; printf 'court = \xff\n' >>"$dir/ar.txt"; expect "ar.txt:3: not UTF-8"
write_good; touch "$dir/xx.txt"; expect "xx.txt:1: the name is no language"
write_good; rm "$dir/en.txt"; expect "en.txt is missing"
write_good; rm "$dir/concepts.txt"; expect "concepts.txt:1: this file is missing"

echo "$passed said what is wrong"
exit "$failed"
