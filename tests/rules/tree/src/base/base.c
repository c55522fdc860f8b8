#include "db/db.h"
#include "seal/seal.h"
#include "base/long.h"
