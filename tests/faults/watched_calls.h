// The system calls that fault_point watches, and which files they speak of: a call's paths are
// read out of the memory of the thread that makes it, while that waits for its answer.
#pragma once

#include <fcntl.h>
#include <limits.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// What a call's arguments are. P a path in the working folder, A a folder and a path, F a
// descriptor, - nothing to look at.
typedef struct {
  int number;
  const char* name;
  const char* arguments;
  bool reads;    // of interest to --reads
  bool changes;  // of interest to --under
} Call;

static const Call kCalls[] = {
    {SYS_openat, "openat", "A", true, true},
    {SYS_write, "write", "F", false, true},
    {SYS_pwrite64, "pwrite64", "F", false, true},
    {SYS_writev, "writev", "F", false, true},
    {SYS_pwritev, "pwritev", "F", false, true},
    {SYS_read, "read", "F", true, false},
    {SYS_pread64, "pread64", "F", true, false},
    {SYS_readv, "readv", "F", true, false},
    {SYS_sendfile, "sendfile", "FF", true, true},
    {SYS_copy_file_range, "copy_file_range", "F-F", true, true},
    {SYS_fallocate, "fallocate", "F", false, true},
    {SYS_ftruncate, "ftruncate", "F", false, true},
    {SYS_truncate, "truncate", "P", false, true},
    {SYS_fsync, "fsync", "F", false, true},
    {SYS_fdatasync, "fdatasync", "F", false, true},
    {SYS_syncfs, "syncfs", "F", false, true},
    {SYS_mkdirat, "mkdirat", "A", false, true},
    {SYS_unlinkat, "unlinkat", "A", false, true},
    {SYS_renameat, "renameat", "AA", false, true},
    {SYS_renameat2, "renameat2", "AA", false, true},
    {SYS_linkat, "linkat", "AA", false, true},
    {SYS_symlinkat, "symlinkat", "-A", false, true},
    {SYS_fchmod, "fchmod", "F", false, true},
    {SYS_fchmodat, "fchmodat", "A", false, true},
    {SYS_utimensat, "utimensat", "A", false, true},
    {SYS_newfstatat, "newfstatat", "A", true, false},
    {SYS_fstat, "fstat", "F", true, false},
    {SYS_getdents64, "getdents64", "F", true, false},
    {SYS_statx, "statx", "A", true, false},
#if defined(__x86_64__)
    {SYS_open, "open", "P", true, true},
    {SYS_creat, "creat", "P", false, true},
    {SYS_stat, "stat", "P", true, false},
    {SYS_mkdir, "mkdir", "P", false, true},
    {SYS_rmdir, "rmdir", "P", false, true},
    {SYS_unlink, "unlink", "P", false, true},
    {SYS_rename, "rename", "PP", false, true},
    {SYS_link, "link", "PP", false, true},
    {SYS_symlink, "symlink", "-P", false, true},
    {SYS_chmod, "chmod", "P", false, true},
#endif
};
enum { kCallCount = sizeof kCalls / sizeof kCalls[0] };

static bool read_link(char* into, const char* form, int pid, int number) {
  char name[64];
  snprintf(name, sizeof name, form, pid, number);
  const ssize_t length = readlink(name, into, PATH_MAX - 1);
  if (length < 0) return false;
  into[length] = '\0';
  return true;
}

static bool read_text(char* into, int pid, uint64_t address) {
  char name[64];
  snprintf(name, sizeof name, "/proc/%d/mem", pid);
  const int memory = open(name, O_RDONLY | O_CLOEXEC);
  if (memory < 0) return false;
  const ssize_t got = pread(memory, into, PATH_MAX - 1, (off_t)address);
  close(memory);
  if (got <= 0) return false;
  into[got] = '\0';
  return true;
}

// `path` beside the folder that a descriptor (or the working folder) names.
static bool place_of(char* into, int pid, int folder, uint64_t address) {
  char path[PATH_MAX];
  if (!read_text(path, pid, address)) return false;
  if (path[0] == '/') {
    strcpy(into, path);
    return true;
  }
  char base[PATH_MAX];
  const bool found = folder == AT_FDCWD ? read_link(base, "/proc/%d/cwd", pid, 0)
                                        : read_link(base, "/proc/%d/fd/%d", pid, folder);
  if (!found) return false;
  if (path[0] == '\0') {
    strcpy(into, base);
    return true;
  }
  return snprintf(into, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}

static bool changes(const Call* call, const struct seccomp_notif* notice) {
  const int flags_at = call->number == SYS_openat ? 2 : 1;
  if (strcmp(call->name, "openat") != 0 && strcmp(call->name, "open") != 0) return true;
  return (notice->data.args[flags_at] & (O_CREAT | O_TRUNC)) != 0;
}

static const Call* call_of(int number) {
  for (int i = 0; i < kCallCount; ++i) {
    if (kCalls[i].number == number) return &kCalls[i];
  }
  return NULL;
}
