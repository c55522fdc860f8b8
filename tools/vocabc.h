/* The vocabulary compiler: what its two files share. */
#ifndef AWN_TOOLS_VOCABC_H
#define AWN_TOOLS_VOCABC_H

#include "search/inside.h"
#include "search/vocabulary_table.h"

#define CONCEPTS_MAX 1000
#define PHRASES_MAX 60000
#define IDS_MAX 16
#define LANGS_MAX 16
#define ID_MAX 30
#define LABEL_MAX 120

struct ids {
    struct str v[IDS_MAX];
    size_t n;
};

struct entry { /* of concepts.txt */
    struct str id;
    unsigned line;
    bool top;
    struct ids broader, near;
    unsigned above[CONCEPTS_MAX], nabove;
    struct str label[LANGS_MAX];
};

struct phrase {
    unsigned concept;
    enum search_lang lang;
    enum vocab_use use;
    bool label;
    struct str text; /* as written */
    size_t n;
    struct str stem[VOCAB_PHRASE_MAX], folded[VOCAB_PHRASE_MAX];
};

struct file {
    struct str path, text;
    char code[3];
    enum search_lang lang;
};

struct vocabc {
    struct arena *a;
    struct search *s;
    struct str folder;
    struct str concepts_path;
    struct entry *entries; /* CONCEPTS_MAX */
    unsigned nentries;
    struct file langs[LANGS_MAX];
    unsigned nlangs;
    struct phrase *phrases; /* PHRASES_MAX */
    unsigned nphrases;
    unsigned problems;
};

/* Reads and checks the folder; says every problem as "file:line: what". */
void vocabc_read(struct vocabc *v);

/* Number of an entry, or nentries. */
unsigned vocabc_entry(const struct vocabc *v, struct str id);

#endif
