/* seccomp: which system calls, and with which arguments. */
#include "cli/sandbox_layers.h"

#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

/* clang-format off */
/* Names that an architecture does not have are left out when the list is loaded. */
static const char *const ALLOWED[] = {
    /* files (which ones is Landlock's) */
    "read", "pread64", "readv", "preadv", "preadv2", "write", "pwrite64", "writev", "pwritev",
    "pwritev2", "open", "openat", "close", "close_range", "stat", "lstat", "fstat", "newfstatat",
    "fstatat64", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "lseek", "fcntl", "flock", "fsync", "fdatasync", "sync_file_range", "ftruncate",
    "truncate", "fallocate", "fadvise64", "rename", "renameat", "renameat2", "unlink", "unlinkat",
    "mkdir", "mkdirat", "rmdir", "getdents64", "getcwd", "umask", "chmod", "fchmod", "fchmodat",
    "fchown", "utimensat", "dup", "dup2", "dup3", "copy_file_range", "sendfile",
    /* waiting */
    "pipe", "pipe2", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime",
    "signalfd4", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2",
    "poll", "ppoll", "select", "pselect6", "nanosleep", "clock_nanosleep", "pause",
    /* memory */
    "munmap", "mremap", "madvise", "brk", "mlock", "mlock2", "munlock", "mincore", "msync",
    "membarrier",
    /* threads and signals of our own */
    "futex", "futex_waitv", "set_robust_list", "get_robust_list", "rseq", "sched_yield",
    "sched_getaffinity", "sched_setaffinity", "sched_getparam", "sched_getscheduler",
    "set_tid_address", "exit", "exit_group", "getpid", "getppid", "gettid", "rt_sigaction",
    "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait", "rt_sigsuspend", "rt_sigpending",
    "sigaltstack", "restart_syscall",
    /* asking */
    "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "getrusage", "getrlimit",
    "sysinfo", "uname", "getrandom", "getuid", "geteuid", "getgid", "getegid", "getcpu",
    /* sockets (which kinds is below) */
    "bind", "listen", "accept", "accept4", "getsockname", "getpeername", "getsockopt",
    "setsockopt", "shutdown", "recvfrom", "recvmsg",
};

/* Said no to with EPERM instead of ENOSYS, because "forbidden" is the honest answer. */
static const char *const FORBIDDEN[] = {
    "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev",
    "kcmp", "pidfd_getfd", "pidfd_open", "pidfd_send_signal", "kill", "tkill", "rt_sigqueueinfo",
    "mount", "umount2", "move_mount", "fsopen", "fsmount", "open_tree", "pivot_root", "chroot",
    "unshare", "setns", "open_by_handle_at", "name_to_handle_at", "bpf", "perf_event_open",
    "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key",
    "request_key", "kexec_load", "kexec_file_load", "init_module", "finit_module",
    "delete_module", "reboot", "swapon", "swapoff", "sethostname", "settimeofday",
    "clock_settime", "adjtimex", "clock_adjtime", "setuid", "setgid", "setreuid", "setregid",
    "setresuid", "setresgid", "setgroups", "capset", "iopl", "ioperm", "mknod", "mknodat",
    "symlink", "symlinkat", "link", "linkat", "memfd_create", "memfd_secret", "personality",
    "quotactl", "acct", "syslog", "lookup_dcookie", "modify_ldt", "vhangup", "setpriority",
    "chown", "lchown", "fchownat",
};
/* clang-format on */

/* The first failure is kept, the rest is skipped. */
struct filter {
    scmp_filter_ctx ctx;
    int error;
};

static void rule(struct filter *f, uint32_t action, int call, unsigned n,
                 const struct scmp_arg_cmp *args)
{
    if (f->error == 0 && call != __NR_SCMP_ERROR)
        f->error = seccomp_rule_add_array(f->ctx, action, call, n, args);
}

static void rule_if(struct filter *f, uint32_t action, int call, struct scmp_arg_cmp arg)
{
    rule(f, action, call, 1, &arg);
}

static void rules_by_name(struct filter *f, uint32_t action, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rule(f, action, seccomp_syscall_resolve_name(names[i]), 0, NULL);
}

/* Bits of an argument: `mask` must be clear, or else EPERM. */
static void allow_without(struct filter *f, int call, unsigned arg, uint64_t mask)
{
    rule_if(f, SCMP_ACT_ALLOW, call, SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, mask, 0));
}

/* Threads are started with clone and CLONE_THREAD; a new process has no such flag. clone3 hides
 * its flags in memory; ENOSYS makes the C library use clone. */
static void rules_process(struct filter *f)
{
    rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(clone),
            SCMP_A0_64(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    rule_if(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone),
            SCMP_A0_64(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
    rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), SCMP_A0_64(SCMP_CMP_EQ, (uint64_t)getpid()));
    rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), SCMP_A2_64(SCMP_CMP_EQ, 0)); /* asking only */
    rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), SCMP_A0_64(SCMP_CMP_EQ, PR_SET_NAME));
    rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), SCMP_A0_64(SCMP_CMP_EQ, PR_GET_NAME));
    rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), SCMP_A0_64(SCMP_CMP_EQ, PR_SET_VMA));
}

/* Nothing becomes code that was not code when we started. A name lookup may load a library (mapped,
 * never writable and executable at once). */
static void rules_memory(struct filter *f, enum sandbox_reach reach)
{
    allow_without(f, SCMP_SYS(mmap), 2, PROT_EXEC);
    allow_without(f, SCMP_SYS(mprotect), 2, PROT_EXEC);
    if (reach == SANDBOX_TCP)
        rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap),
                SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC));
}

static void allow_socket(struct filter *f, int family, int type)
{
    const struct scmp_arg_cmp args[] = {
        SCMP_A0_64(SCMP_CMP_EQ, (uint64_t)family),
        SCMP_A1_64(SCMP_CMP_MASKED_EQ, 0xf, (uint64_t)type),
    };
    rule(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 2, args);
}

/* Sockets to listen on. Without connect, and without TCP Fast Open (which connects by sending), a
 * stream socket reaches nobody. */
static void rules_network(struct filter *f, enum sandbox_reach reach)
{
    allow_socket(f, AF_INET, SOCK_STREAM);
    allow_socket(f, AF_INET6, SOCK_STREAM);
    allow_socket(f, AF_UNIX, SOCK_STREAM);
    rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), SCMP_A0_64(SCMP_CMP_EQ, AF_UNIX));
    allow_without(f, SCMP_SYS(sendto), 3, MSG_FASTOPEN);
    allow_without(f, SCMP_SYS(sendmsg), 2, MSG_FASTOPEN);
    if (reach == SANDBOX_ALONE) {
        rule(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(connect), 0, NULL);
        return;
    }
    rule(f, SCMP_ACT_ALLOW, SCMP_SYS(connect), 0, NULL);
    if (reach == SANDBOX_TCP) {
        allow_socket(f, AF_INET, SOCK_DGRAM);
        allow_socket(f, AF_INET6, SOCK_DGRAM);
        allow_socket(f, AF_NETLINK, SOCK_RAW); /* getaddrinfo asks which addresses we have */
        allow_without(f, SCMP_SYS(sendmmsg), 3, MSG_FASTOPEN);
        rule(f, SCMP_ACT_ALLOW, SCMP_SYS(recvmmsg), 0, NULL);
    }
}

static void rules_ioctl(struct filter *f)
{
    static const unsigned long ASKED[] = {FIONBIO, FIONREAD, TCGETS};
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++)
        rule_if(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), SCMP_A1_64(SCMP_CMP_EQ, ASKED[i]));
}

void sandbox_seccomp(const struct sandbox_config *config, struct sandbox_report *report)
{
    struct filter f = {.ctx = seccomp_init(SCMP_ACT_ERRNO(ENOSYS))};
    if (!f.ctx) {
        report->layer[WALL_SYSCALLS] = SANDBOX_FAILED;
        log_warn("sandbox", "seccomp could not be set up");
        return;
    }
    rules_by_name(&f, SCMP_ACT_ALLOW, ALLOWED, sizeof ALLOWED / sizeof ALLOWED[0]);
    rules_by_name(&f, SCMP_ACT_ERRNO(EPERM), FORBIDDEN, sizeof FORBIDDEN / sizeof FORBIDDEN[0]);
    rules_process(&f);
    rules_memory(&f, config->reach);
    rules_network(&f, config->reach);
    rules_ioctl(&f);
    if (f.error == 0)
        f.error = seccomp_attr_set(f.ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (f.error == 0)
        f.error = seccomp_attr_set(f.ctx, SCMP_FLTATR_CTL_TSYNC, 1);
    (void)seccomp_attr_set(f.ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree; only speed */
    if (f.error == 0)
        f.error = seccomp_load(f.ctx);
    seccomp_release(f.ctx);
    report->layer[WALL_SYSCALLS] = f.error == 0 ? SANDBOX_ACTIVE : SANDBOX_FAILED;
    if (f.error != 0)
        log_warn("sandbox", "seccomp: %s: the process is not held to a list of system calls",
                 strerror(-f.error));
}
