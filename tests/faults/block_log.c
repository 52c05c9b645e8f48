// block_log: a disk in a file that remembers in which order its blocks were written.
//
//   block_log IMAGE LOG FOLDER     mounts FOLDER (FUSE) and serves it until it is unmounted
//
// FOLDER holds `disk`, as large as IMAGE, for a loop device to stand on, and `mark`, to which
// any line can be written. IMAGE is changed as the disk is. LOG gets records, in order:
//   'W' offset (u64) length (u32) bytes    written, perhaps only into the disk's own cache
//   'F'                                    a flush ended: all writes before it are safe
//   'M' length (u32) bytes                 a line was written to `mark`
// Numbers are the machine's own. One thread, so the order is the true one: the loop device
// sends a flush only after the writes that it must cover were answered.
#define FUSE_USE_VERSION 31
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int g_image;
static FILE* g_log;

static int is_disk(const char* path) { return strcmp(path, "/disk") == 0; }
static int is_mark(const char* path) { return strcmp(path, "/mark") == 0; }

static int get_facts(const char* path, struct stat* facts, struct fuse_file_info* info) {
  (void)info;
  memset(facts, 0, sizeof *facts);
  if (strcmp(path, "/") == 0) {
    facts->st_mode = S_IFDIR | 0700;
    facts->st_nlink = 2;
    return 0;
  }
  if (!is_disk(path) && !is_mark(path)) return -ENOENT;
  struct stat image;
  if (fstat(g_image, &image) != 0) return -errno;
  facts->st_mode = S_IFREG | 0600;
  facts->st_nlink = 1;
  facts->st_size = is_disk(path) ? image.st_size : 0;
  return 0;
}

static int list_folder(const char* path, void* into, fuse_fill_dir_t fill, off_t from,
                       struct fuse_file_info* info, enum fuse_readdir_flags flags) {
  (void)path, (void)from, (void)info, (void)flags;
  fill(into, "disk", NULL, 0, 0);
  fill(into, "mark", NULL, 0, 0);
  return 0;
}

static int open_file(const char* path, struct fuse_file_info* info) {
  // Marks must come when they are made; the disk's cache is the loop device's business.
  info->direct_io = (unsigned)is_mark(path) & 1U;
  return is_disk(path) || is_mark(path) ? 0 : -ENOENT;
}

static int shorten(const char* path, off_t size, struct fuse_file_info* info) {
  (void)size, (void)info;
  return is_mark(path) ? 0 : -EPERM;
}

static int read_disk(const char* path, char* into, size_t size, off_t from,
                     struct fuse_file_info* info) {
  (void)info;
  if (!is_disk(path)) return 0;
  const ssize_t got = pread(g_image, into, size, from);
  return got < 0 ? -errno : (int)got;
}

static int put(const void* bytes, size_t size) { return fwrite(bytes, 1, size, g_log) == size; }

static int write_file(const char* path, const char* bytes, size_t size, off_t from,
                      struct fuse_file_info* info) {
  (void)info;
  const uint64_t offset = (uint64_t)from;
  const uint32_t length = (uint32_t)size;
  if (is_mark(path)) {
    if (!put("M", 1) || !put(&length, sizeof length) || !put(bytes, size)) return -EIO;
    return (int)size;
  }
  if (pwrite(g_image, bytes, size, from) != (ssize_t)size) return -EIO;
  if (!put("W", 1) || !put(&offset, sizeof offset) || !put(&length, sizeof length) ||
      !put(bytes, size)) {
    return -EIO;
  }
  return (int)size;
}

static int flush_disk(const char* path, int data_only, struct fuse_file_info* info) {
  (void)data_only, (void)info;
  if (is_disk(path) && !put("F", 1)) return -EIO;
  return 0;
}

static const struct fuse_operations kOperations = {
    .getattr = get_facts,
    .readdir = list_folder,
    .open = open_file,
    .truncate = shorten,
    .read = read_disk,
    .write = write_file,
    .fsync = flush_disk,
};

int main(int count, char** words) {
  if (count != 4) {
    fputs("usage: block_log IMAGE LOG FOLDER\n", stderr);
    return 2;
  }
  g_image = open(words[1], O_RDWR | O_CLOEXEC);
  g_log = fopen(words[2], "wb");
  if (g_image < 0 || g_log == NULL) {
    perror("block_log");
    return 3;
  }
  char* arguments[] = {words[0], "-f", "-s", words[3], NULL};
  const int code = fuse_main(4, arguments, &kOperations, NULL);
  return fclose(g_log) == 0 ? code : 3;
}
