#include "base/err.h"

const char *err_text(enum err e)
{
    switch (e) {
#define X(name, text, status)                                                                      \
    case ERR_##name:                                                                               \
        return text;
        ERR_LIST(X)
#undef X
    }
    return "unknown error";
}

int err_status(enum err e)
{
    switch (e) {
#define X(name, text, status)                                                                      \
    case ERR_##name:                                                                               \
        return status;
        ERR_LIST(X)
#undef X
    }
    return 500;
}
