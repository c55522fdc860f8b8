/* A zip of some files of a folder, by libarchive: the same files give the same bytes. */
#ifndef AWN_HSDS_PACKAGE_ZIP_H
#define AWN_HSDS_PACKAGE_ZIP_H

#include <stddef.h>

#include "base/err.h"

/* ERR_IO, told in the log. */
enum err package_zip(const char *folder, const char *const *files, size_t n,
                     const char *zip) MUST_CHECK;

#endif
