// fault_point: runs a program and lets one system call of it go wrong.
//
//   fault_point --report FILE (--under FOLDER | --reads PLACE) [--at N --fault WHAT] -- PROGRAM...
//
// Counted from 1, over all threads and child processes together, are with --under the calls
// that change files or folders below FOLDER (or sync them), with --reads those that open, ask
// about or read PLACE or what lies under it. The Nth does not happen; instead WHAT does:
//   kill                      the program is killed there (SIGKILL), its children are not
//   EIO ENOSPC EINTR ENODEV   the call fails so
//   end                       a read says that the file ends there
//   short                     a read brings half of what was asked for
// Without --at nothing goes wrong and the calls are only counted.
//
// FILE of --report gets one line of JSON: calls counted, the call that was hit, how the program
// ended, how long its last child process outlived it (ms; -1: longer than we wait), and whether
// it was killed here because nothing was heard of it for two minutes. Not sooner: on a machine
// that is busy with others an install may take that long, and be told as one that never ends.
//
// How: a seccomp filter hands such calls to this process (seccomp_unotify(2), Linux 5.5), which
// also tells when the last process is gone. strace's own injection counts a thread at a time
// and so cannot reach what the threads of a pool do.
// Exit code: 0 the report stands; 2 usage; 3 this machine does not allow it, said on stderr.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "watched_calls.h"

#if defined(__x86_64__)
#define KIOSK_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define KIOSK_ARCH AUDIT_ARCH_AARCH64
#else
#error "fault_point knows x86-64 and arm64"
#endif

enum { kPatienceMs = 10000, kSilenceMs = 120000 };

typedef struct {
  const char* report;
  char place[PATH_MAX];  // --under or --reads, without links
  bool reads;
  long at;
  const char* fault;
  char** program;
} Plan;

typedef struct {
  long counted;
  char hit[PATH_MAX + 64];
  bool was_hit;
  bool too_slow;  // killed by us, for it never ended
} Outcome;

static void die(const char* what) {
  fprintf(stderr, "fault_point: %s: %s\n", what, strerror(errno));
  exit(3);
}

static long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Hands the listed calls over and lets all others through.
static int install_filter(bool reads) {
  struct sock_filter filter[2 * kCallCount + 8];
  unsigned short length = 0;
  filter[length++] =
      (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, KIOSK_ARCH, 1, 0);
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  filter[length++] =
      (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (int i = 0; i < kCallCount; ++i) {
    if (reads ? !kCalls[i].reads : !kCalls[i].changes) continue;
    filter[length++] =
        (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)kCalls[i].number, 0, 1);
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
  }
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  const struct sock_fprog program = {length, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
                      &program);
}

typedef union {
  char bytes[CMSG_SPACE(sizeof(int))];
  struct cmsghdr aligned;
} OneDescriptor;

static struct msghdr message_for(OneDescriptor* space, struct iovec* part) {
  struct msghdr message = {0};
  message.msg_iov = part;
  message.msg_iovlen = 1;
  message.msg_control = space->bytes;
  message.msg_controllen = sizeof space->bytes;
  return message;
}

static void send_descriptor(int socket, int descriptor) {
  char byte = 'x';
  struct iovec part = {&byte, 1};
  OneDescriptor space = {{0}};
  struct msghdr message = message_for(&space, &part);
  struct cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
  if (sendmsg(socket, &message, 0) != 1) _exit(125);
}

static int receive_descriptor(int socket) {
  char byte;
  struct iovec part = {&byte, 1};
  OneDescriptor space = {{0}};
  struct msghdr message = message_for(&space, &part);
  if (recvmsg(socket, &message, 0) != 1) return -1;
  const struct cmsghdr* head = CMSG_FIRSTHDR(&message);
  int descriptor = -1;
  if (head != NULL) memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
  return descriptor;
}

static pid_t start(const Plan* plan, int* listener) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) die("no socket pair");
  const pid_t child = fork();
  if (child < 0) die("cannot fork");
  if (child == 0) {
    const int made = install_filter(plan->reads);
    if (made < 0) _exit(125);
    send_descriptor(ends[1], made);
    close(made);
    // Both sockets close themselves; the program runs once the listener is in good hands.
    execv(plan->program[0], plan->program);
    _exit(127);
  }
  close(ends[1]);
  *listener = receive_descriptor(ends[0]);
  close(ends[0]);
  if (*listener < 0) {
    errno = EPERM;
    die("system calls cannot be watched here (seccomp user notification)");
  }
  return child;
}

static bool is_meant(const Plan* plan, const char* place) {
  const size_t length = strlen(plan->place);
  if (strncmp(place, plan->place, length) != 0) return false;
  return place[length] == '\0' || place[length] == '/';
}

// Whether one of the call's files is one that is watched; it is left in `place`.
static bool touches(const Plan* plan, const Call* call, const struct seccomp_notif* notice,
                    char* place) {
  const uint64_t* values = (const uint64_t*)notice->data.args;
  const int pid = (int)notice->pid;
  int argument = 0;
  for (const char* kind = call->arguments; *kind != '\0'; ++kind) {
    bool found = false;
    if (*kind == 'F') found = read_link(place, "/proc/%d/fd/%d", pid, (int)values[argument]);
    if (*kind == 'P') found = place_of(place, pid, AT_FDCWD, values[argument]);
    if (*kind == 'A') {
      found = place_of(place, pid, (int)values[argument], values[argument + 1]);
      ++argument;
    }
    ++argument;
    if (found && is_meant(plan, place)) return true;
  }
  return false;
}

// Half of what read(2) asks for, read here through the same open file. -1 where that fails.
static ssize_t read_half(const struct seccomp_notif* notice, pid_t child) {
  const int process = (int)syscall(SYS_pidfd_open, child, 0);
  const int file = (int)syscall(SYS_pidfd_getfd, process, (int)notice->data.args[0], 0);
  close(process);
  const size_t asked = (size_t)notice->data.args[2];
  const size_t half = asked / 2 > 0 ? asked / 2 : asked;
  char* bytes = malloc(half);
  ssize_t got = file < 0 || bytes == NULL ? -1 : read(file, bytes, half);
  if (got > 0) {
    const struct iovec here = {bytes, (size_t)got};
    const struct iovec there = {(void*)(uintptr_t)notice->data.args[1], (size_t)got};
    if (process_vm_writev((pid_t)notice->pid, &here, 1, &there, 1, 0) != got) got = -1;
  }
  free(bytes);
  if (file >= 0) close(file);
  return got;
}

static int number_of_error(const char* name) {
  if (strcmp(name, "EIO") == 0) return EIO;
  if (strcmp(name, "ENOSPC") == 0) return ENOSPC;
  if (strcmp(name, "EINTR") == 0) return EINTR;
  if (strcmp(name, "ENODEV") == 0) return ENODEV;
  return 0;
}

static bool is_plain_read(const Call* call) { return call->number == SYS_read; }

// What the call gets to hear. False: nothing, for its program is killed.
static bool answer_fault(const Plan* plan, const Call* call, const struct seccomp_notif* notice,
                         pid_t child, struct seccomp_notif_resp* answer) {
  if (strcmp(plan->fault, "kill") == 0) {
    kill(child, SIGKILL);
    return false;
  }
  const int error = number_of_error(plan->fault);
  answer->error = -error;
  if (error != 0 || !is_plain_read(call)) {
    // "end" and "short" have no meaning for calls that read nothing.
    if (error == 0) answer->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    return true;
  }
  if (strcmp(plan->fault, "short") == 0) {
    const ssize_t got = read_half(notice, child);
    if (got < 0) answer->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    answer->val = got < 0 ? 0 : got;
  }
  return true;
}

// One call, heard and answered.
static void serve(const Plan* plan, int listener, pid_t child, Outcome* outcome) {
  struct seccomp_notif notice;
  struct seccomp_notif_resp answer;
  memset(&notice, 0, sizeof notice);
  memset(&answer, 0, sizeof answer);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notice) != 0) return;
  answer.id = notice.id;
  answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  char place[PATH_MAX] = "";
  const Call* call = call_of(notice.data.nr);
  const bool counts = call != NULL && (plan->reads || changes(call, &notice)) &&
                      touches(plan, call, &notice, place) &&
                      ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &notice.id) == 0;
  if (counts && ++outcome->counted == plan->at) {
    outcome->was_hit = true;
    snprintf(outcome->hit, sizeof outcome->hit, "%s %s", call->name, place);
    answer.flags = 0;
    if (!answer_fault(plan, call, &notice, child, &answer)) return;
  }
  ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

// Serves until the last process is gone. The program's wait status; `outlived` in ms.
static int watch(const Plan* plan, int listener, pid_t child, Outcome* outcome, long* outlived) {
  long heard = now_ms();
  int status = 0;
  bool ended = false;
  long end = 0;
  while (true) {
    struct pollfd wait = {listener, POLLIN, 0};
    const int ready = poll(&wait, 1, 20);
    if (ready > 0 && (wait.revents & POLLIN) != 0) {
      serve(plan, listener, child, outcome);
      heard = now_ms();
    }
    if (!ended && waitpid(child, &status, WNOHANG) == child) {
      ended = true;
      end = now_ms();
    }
    *outlived = ended ? now_ms() - end : 0;
    if (ended && (wait.revents & POLLHUP) != 0) return status;
    if (ended && *outlived > kPatienceMs) {
      *outlived = -1;
      return status;
    }
    if (!ended && now_ms() - heard > kSilenceMs) {
      outcome->too_slow = true;
      kill(child, SIGKILL);
    }
  }
}

static void put_text(FILE* file, const char* text) {
  fputc('"', file);
  for (; *text != '\0'; ++text) {
    if (*text == '"' || *text == '\\') fputc('\\', file);
    if ((unsigned char)*text >= ' ') fputc(*text, file);
  }
  fputc('"', file);
}

static Plan plan_of(int count, char** words) {
  Plan plan = {0};
  plan.fault = "kill";
  const char* place = NULL;
  int i = 1;
  for (; i + 1 < count && strcmp(words[i], "--") != 0; i += 2) {
    if (strcmp(words[i], "--report") == 0) plan.report = words[i + 1];
    if (strcmp(words[i], "--under") == 0) place = words[i + 1];
    if (strcmp(words[i], "--reads") == 0) {
      place = words[i + 1];
      plan.reads = true;
    }
    if (strcmp(words[i], "--at") == 0) plan.at = strtol(words[i + 1], NULL, 10);
    if (strcmp(words[i], "--fault") == 0) plan.fault = words[i + 1];
  }
  const bool known = number_of_error(plan.fault) != 0 || strcmp(plan.fault, "kill") == 0 ||
                     strcmp(plan.fault, "end") == 0 || strcmp(plan.fault, "short") == 0;
  if (plan.report == NULL || place == NULL || i + 1 >= count || !known) {
    fputs(
        "usage: fault_point --report FILE (--under FOLDER | --reads PLACE) "
        "[--at N --fault kill|EIO|ENOSPC|EINTR|ENODEV|end|short] -- PROGRAM...\n",
        stderr);
    exit(2);
  }
  if (realpath(place, plan.place) == NULL) die(place);
  plan.program = words + i + 1;
  return plan;
}

int main(int count, char** words) {
  const Plan plan = plan_of(count, words);
  int listener = -1;
  const pid_t child = start(&plan, &listener);
  Outcome outcome = {0};
  long outlived = 0;
  const int status = watch(&plan, listener, child, &outcome, &outlived);
  FILE* report = fopen(plan.report, "w");
  if (report == NULL) die(plan.report);
  fprintf(report, "{\"counted\": %ld, \"hit\": ", outcome.counted);
  if (outcome.was_hit) put_text(report, outcome.hit);
  if (!outcome.was_hit) fputs("null", report);
  fprintf(report, ", \"exit\": %d, \"signal\": %d, \"children_outlived_ms\": %ld, ",
          WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
          outlived);
  fprintf(report, "\"too_slow\": %s}\n", outcome.too_slow ? "true" : "false");
  return fclose(report) == 0 ? 0 : 3;
}
