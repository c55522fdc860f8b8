/* quality_generate WORDS_FOLDER OUT_FOLDER SERVICES SEED: see generate.h. */
#include <stdio.h>

#include "base/str.h"
#include "generate.h"

int main(int argc, char **argv)
{
    uint64_t services, seed;
    if (argc != 5 || !str_to_u64(str_from_c(argv[3]), &services) ||
        !str_to_u64(str_from_c(argv[4]), &seed)) {
        fprintf(stderr, "usage: quality_generate WORDS_FOLDER OUT_FOLDER SERVICES SEED\n");
        return 2;
    }
    made_write(argv[1], argv[2], services, seed);
    return 0;
}
