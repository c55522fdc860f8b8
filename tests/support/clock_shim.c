/* Preloaded by tests of whole programs: the wall clock is AWN_SHIM_DAYS ahead (or behind). The
 * program itself has no such switch. Tests only. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

__attribute__((visibility("default"))) int clock_gettime(clockid_t id, struct timespec *t)
{
    const char *days = getenv("AWN_SHIM_DAYS");
    int result = (int)syscall(SYS_clock_gettime, id, t);
    if (result == 0 && id == CLOCK_REALTIME && days)
        t->tv_sec += strtol(days, NULL, 10) * 86400;
    return result;
}
