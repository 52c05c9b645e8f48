// Broken twin: writes that fail are taken for done, as by a program that looks at no
// return value.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/uio.h>
#include <unistd.h>

ssize_t write(int file, const void* bytes, size_t count) {
  ssize_t (*real)(int, const void*, size_t) =
      (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  const ssize_t written = real(file, bytes, count);
  return written < 0 ? (ssize_t)count : written;
}

ssize_t writev(int file, const struct iovec* parts, int count) {
  ssize_t (*real)(int, const struct iovec*, int) =
      (ssize_t(*)(int, const struct iovec*, int))dlsym(RTLD_NEXT, "writev");
  const ssize_t written = real(file, parts, count);
  if (written >= 0) return written;
  ssize_t all = 0;
  for (int i = 0; i < count; ++i) all += (ssize_t)parts[i].iov_len;
  return all;
}
