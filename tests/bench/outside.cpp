// Touches a program on an X server and looks at what it shows, from outside: input goes as XTEST
// events, pixels are read from the X server's own memory (Xvfb -fbdir). The same for a kiosk and
// for a page, so that neither tells of itself.
//
//   outside FRAMEBUFFER      FRAMEBUFFER: Xvfb's XWD file; the server: DISPLAY
//
// Commands come as lines on stdin; each is answered by one line of JSON on stdout. Times are ms of
// CLOCK_MONOTONIC. Measured by hand, by tests/bench/measure.py.
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <numbers>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr double kPoll = 0.15;    // ms between two looks
constexpr int kNear = 16;         // of 255 that a channel may differ and count as the same
constexpr double kEnough = 0.97;  // of the places looked at that must be the same
constexpr int kSampled = 16;      // px between two places looked at, at most
constexpr int kPatch = 64;        // px of a picture's row by which it is known again
constexpr double kHold = 30;      // ms from a tap's press to its release
constexpr double kInput = 8;      // ms between two moves: a USB touch panel's pace
constexpr double kStep = 320;     // ms that a zoom by button takes, in the kiosk and in the pages
constexpr double kAlmost = 20;    // ms after the last input in which its frame may still come
constexpr int kRow = 470;         // the row of the map whose changes are its frames, and its ends
constexpr int kRowLeft = 300;
constexpr int kRowRight = 1000;

double now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void sleep_ms(double ms) {
  if (ms <= 0) return;
  timespec time{};
  time.tv_sec = static_cast<time_t>(ms / 1e3);
  time.tv_nsec = static_cast<long>(std::fmod(ms, 1e3) * 1e6);
  nanosleep(&time, nullptr);
}

[[noreturn]] void give_up(const std::string& sentence) {
  std::cerr << "outside: " << sentence << '\n';
  std::exit(2);
}

struct Box {
  int x = 0, y = 0, w = 0, h = 0;
};

// The X server's picture, as it stands in its memory.
class Screen {
 public:
  explicit Screen(const char* file) {
    const int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (descriptor < 0 || fstat(descriptor, &about) != 0) give_up("cannot open the frame buffer");
    m_bytes = static_cast<const unsigned char*>(mmap(
        nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_SHARED, descriptor, 0));
    if (m_bytes == MAP_FAILED) give_up("cannot map the frame buffer");
    m_width = number(4);
    m_height = number(5);
    m_stride = number(12) / 4;
    m_pixels = reinterpret_cast<const std::uint32_t*>(m_bytes + number(0) + number(19) * 12);
    if (number(11) != 32) give_up("the frame buffer has no 32 bits a pixel");
  }
  [[nodiscard]] int width() const { return m_width; }
  [[nodiscard]] int height() const { return m_height; }
  [[nodiscard]] const std::uint32_t* row(int y) const { return m_pixels + y * m_stride; }

 private:
  [[nodiscard]] int number(int index) const {  // XWD's head is big-endian
    const unsigned char* at = m_bytes + index * 4;
    return at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
  }
  const unsigned char* m_bytes;
  const std::uint32_t* m_pixels;
  int m_width, m_height, m_stride;
};

int difference(std::uint32_t a, std::uint32_t b) {
  int most = 0;
  for (const int shift : {0, 8, 16}) {
    const int one = static_cast<int>(a >> shift & 255) - static_cast<int>(b >> shift & 255);
    most = std::max(most, std::abs(one));
  }
  return most;
}

// A part of the screen as it once was.
struct Kept {
  Box box;
  std::vector<std::uint32_t> pixels;
  [[nodiscard]] const std::uint32_t* row(int y) const { return pixels.data() + y * box.w; }
};

Kept keep(const Screen& screen, const Box& box) {
  Kept kept{box, {}};
  for (int y = 0; y < box.h; ++y) {
    const std::uint32_t* row = screen.row(box.y + y) + box.x;
    kept.pixels.insert(kept.pixels.end(), row, row + box.w);
  }
  return kept;
}

// Which share of the places looked at is as it was.
double share_like(const Screen& screen, const Kept& kept) {
  int same = 0, all = 0;
  const int step = std::clamp(std::min(kept.box.w, kept.box.h) / 24, 3, kSampled);
  for (int y = step / 2; y < kept.box.h; y += step) {
    for (int x = step / 2; x < kept.box.w; x += step) {
      ++all;
      same += difference(screen.row(kept.box.y + y)[kept.box.x + x], kept.row(y)[x]) <= kNear;
    }
  }
  return all == 0 ? 0 : static_cast<double>(same) / all;
}

// A few pixels of one row, by which a picture is known again wherever on that row it stands: one
// that slides in is seen before it is in its place.
struct Patch {
  int y = 0;
  std::vector<std::uint32_t> pixels;
  int liveliness = 0;
};

// The livelier the better known; of the picture's first third, which comes first.
std::vector<Patch> patches_of(const Kept& kept) {
  std::vector<Patch> patches;
  for (const double height : {0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}) {
    for (int x = 8; x + kPatch < kept.box.w / 3; x += 16) {
      const int y = static_cast<int>(kept.box.h * height);
      const std::uint32_t* row = kept.row(y) + x;
      Patch patch{kept.box.y + y, {row, row + kPatch}, 0};
      for (int i = 1; i < kPatch; ++i)
        patch.liveliness += std::min(difference(row[i], row[i - 1]), 40);
      patches.push_back(std::move(patch));
    }
  }
  std::sort(patches.begin(), patches.end(),
            [](const Patch& a, const Patch& b) { return a.liveliness > b.liveliness; });
  return patches;
}

bool is_seen(const Screen& screen, const Patch& patch) {
  const std::uint32_t* row = screen.row(patch.y);
  for (int x = 0; x + kPatch <= screen.width(); ++x) {
    int sum = 0;
    for (int i = 0; i < kPatch && sum <= kNear * kPatch / 2; ++i) {
      sum += difference(row[x + i], patch.pixels[static_cast<std::size_t>(i)]);
    }
    if (sum <= kNear * kPatch / 2) return true;
  }
  return false;
}

class Fingers {
 public:
  explicit Fingers(Display* display) : m_display(display) {}
  void move(double x, double y) {
    XTestFakeMotionEvent(m_display, -1, static_cast<int>(std::lround(x)),
                         static_cast<int>(std::lround(y)), CurrentTime);
    XFlush(m_display);
  }
  void press(bool down) {
    XTestFakeButtonEvent(m_display, 1, down ? True : False, CurrentTime);
    XFlush(m_display);
  }
  // When the finger was lifted.
  double tap(double x, double y) {
    move(x, y);
    sleep_ms(kHold);
    press(true);
    sleep_ms(kHold);
    const double lifted = now();
    press(false);
    return lifted;
  }

 private:
  Display* m_display;
};

// Frames of the moving map: each change of one row of it.
class Frames {
 public:
  explicit Frames(const Screen& screen) : m_screen(screen) { look(); }
  bool look() {
    const std::uint32_t* row = m_screen.row(kRow) + kRowLeft;
    if (!m_last.empty() && std::equal(m_last.begin(), m_last.end(), row)) return false;
    m_last.assign(row, row + (kRowRight - kRowLeft));
    return true;
  }
  // Until then; the times of the changes are added.
  void watch(double until, std::vector<double>& times) {
    while (now() < until) {
      if (look()) times.push_back(now());
      sleep_ms(kPoll);
    }
  }

 private:
  const Screen& m_screen;
  std::vector<std::uint32_t> m_last;
};

class Outside {
 public:
  Outside(Display* display, const char* file)
      : m_display(display), m_screen(file), m_fingers(display) {
    int base = 0, error = 0;
    if (!XTestQueryExtension(display, &base, &error, &base, &error))
      give_up("the server has no XTEST");
    if (!XDamageQueryExtension(display, &m_damage_event, &error))
      give_up("the server has no DAMAGE");
  }

  std::string answer(const std::string& line) {
    std::istringstream words(line);
    std::string command;
    words >> command;
    if (command == "move") return moved(words);
    if (command == "tap") return tapped(words);
    if (command == "keep") return kept(words);
    if (command == "settle") return settled(words);
    if (command == "await") return awaited(words);
    if (command == "edges") return edges(words);
    if (command == "changes") return changed(words);
    if (command == "tapfor") return tapped_for(words);
    if (command == "drag") return dragged(words);
    if (command == "visit") return visited(words);
    if (command == "presents") return presents(words);
    if (command == "save") return saved(words);
    give_up("\"" + line + "\" is not understood");
  }

 private:
  std::string moved(std::istringstream& words) {
    double x = 0, y = 0;
    words >> x >> y;
    m_fingers.move(x, y);
    return "{}";
  }
  std::string tapped(std::istringstream& words) {
    double x = 0, y = 0;
    words >> x >> y;
    return at("lifted", m_fingers.tap(x, y));
  }
  // keep NAME X Y W H
  std::string kept(std::istringstream& words) {
    std::string name;
    Box box;
    words >> name >> box.x >> box.y >> box.w >> box.h;
    m_kept[name] = keep(m_screen, box);
    return "{}";
  }
  // settle QUIET PATIENCE: until nothing has changed for QUIET ms
  std::string settled(std::istringstream& words) {
    double quiet = 0, patience = 0;
    words >> quiet >> patience;
    const double start = now();
    double changed = start;
    std::uint64_t last = sum();
    while (now() - start < patience && now() - changed < quiet) {
      sleep_ms(5);
      if (const std::uint64_t next = sum(); next != last) {
        last = next;
        changed = now();
      }
    }
    std::ostringstream out;
    out << "{\"still\": " << (now() - changed >= quiet ? "true" : "false")
        << ", \"changed\": " << number(changed) << "}";
    return out.str();
  }
  // await PATIENCE NAME…: until the screen is as it was when each of them was kept
  std::string awaited(std::istringstream& words) {
    double patience = 0;
    words >> patience;
    std::vector<const Kept*> wanted;
    for (std::string name; words >> name;) wanted.push_back(&m_kept.at(name));
    const double end = now() + patience;
    double share = 0;
    do {
      share = 1;
      for (const Kept* kept : wanted) share = std::min(share, share_like(m_screen, *kept));
      if (share >= kEnough) return at("seen", now());
      sleep_ms(0.5);
    } while (now() < end);
    return "{\"seen\": null, \"share\": " + number(share) + "}";
  }
  // edges X Y W H: how many pixels of that part differ much from their neighbour: letters have many
  std::string edges(std::istringstream& words) {
    Box box;
    words >> box.x >> box.y >> box.w >> box.h;
    int count = 0;
    for (int y = box.y; y < box.y + box.h; ++y) {
      const std::uint32_t* row = m_screen.row(y);
      for (int x = box.x + 1; x < box.x + box.w; ++x) count += difference(row[x], row[x - 1]) > 60;
    }
    return "{\"edges\": " + std::to_string(count) + "}";
  }
  // changes NAME PATIENCE SHARE: until no more than that share is as it was when NAME was kept
  std::string changed(std::istringstream& words) {
    std::string name;
    double patience = 0, share = 0;
    words >> name >> patience >> share;
    const Kept& before = m_kept.at(name);
    const double end = now() + patience;
    while (now() < end) {
      if (share_like(m_screen, before) <= share) return at("seen", now());
      sleep_ms(5);
    }
    return "{\"seen\": null}";
  }
  // tapfor X Y NAME PATIENCE: from the finger's lifting to the first frame in which the picture
  // NAME is known again, and to the one in which it is in its place
  std::string tapped_for(std::istringstream& words) {
    double x = 0, y = 0, patience = 0;
    std::string name;
    words >> x >> y >> name >> patience;
    const Kept& wanted = m_kept.at(name);
    std::optional<Patch> patch;
    for (Patch& candidate : patches_of(wanted)) {
      if (!is_seen(m_screen, candidate)) {
        patch = std::move(candidate);
        break;
      }
    }
    if (!patch || share_like(m_screen, wanted) >= kEnough)
      return "{\"seen\": null, \"why\": \"it is there already\"}";
    const double lifted = m_fingers.tap(x, y);
    std::optional<double> seen;
    while (now() - lifted < patience) {
      if (!seen && is_seen(m_screen, *patch)) seen = now() - lifted;
      if (share_like(m_screen, wanted) >= kEnough) {
        const double placed = now() - lifted;
        return "{\"seen\": " + number(seen.value_or(placed)) + ", \"placed\": " + number(placed) +
               "}";
      }
      sleep_ms(kPoll);
    }
    return "{\"seen\": " + (seen ? number(*seen) : "null") +
           ", \"placed\": null, \"share\": " + number(share_like(m_screen, wanted)) + "}";
  }
  // drag X Y DX: a finger rests at X Y and then moves by DX at once; to the first changed frame
  std::string dragged(std::istringstream& words) {
    double x = 0, y = 0, dx = 0;
    words >> x >> y >> dx;
    m_fingers.move(x, y);
    sleep_ms(kHold);
    m_fingers.press(true);
    sleep_ms(100);
    Frames frames(m_screen);
    const double start = now();
    m_fingers.move(x + dx, y);
    std::optional<double> seen;
    while (!seen && now() - start < 1000) {
      if (frames.look()) seen = now() - start;
      sleep_ms(kPoll / 3);
    }
    sleep_ms(200);
    m_fingers.move(x, y);
    sleep_ms(200);
    m_fingers.press(false);
    return "{\"seen\": " + (seen ? number(*seen) : "null") + "}";
  }
  // visit NEARER_X NEARER_Y FARTHER_X FARTHER_Y: ten seconds of panning and zooming; the intervals
  // between frames while the map moves
  std::string visited(std::istringstream& words) {
    double nearer_x = 0, nearer_y = 0, farther_x = 0, farther_y = 0;
    words >> nearer_x >> nearer_y >> farther_x >> farther_y;
    std::vector<double> pan, zoom;
    Frames frames(m_screen);
    pan_for(5000, frames, pan);
    zoom_by(nearer_x, nearer_y, frames, zoom);
    zoom_by(nearer_x, nearer_y, frames, zoom);
    pan_for(2000, frames, pan);
    zoom_by(farther_x, farther_y, frames, zoom);
    zoom_by(farther_x, farther_y, frames, zoom);
    return "{\"pan\": " + list(pan) + ", \"zoom\": " + list(zoom) + "}";
  }
  // A figure of eight: it never stands still, and comes back to where it began.
  void pan_for(double ms, Frames& frames, std::vector<double>& intervals) {
    constexpr double kX = 960, kY = 560, kWide = 220, kHigh = 110, kRound = 2500;
    std::vector<double> times;
    m_fingers.move(kX, kY);
    sleep_ms(kHold);
    m_fingers.press(true);
    sleep_ms(100);
    frames.look();
    const double start = now();
    double next = start;
    while (next - start < ms) {
      const double turn = 2 * std::numbers::pi * (next - start) / kRound;
      m_fingers.move(kX + kWide * std::sin(turn), kY + kHigh * std::sin(2 * turn));
      next += kInput;
      frames.watch(next, times);
    }
    frames.watch(now() + kAlmost, times);
    add_intervals(times, intervals);
    m_fingers.move(kX, kY);
    sleep_ms(300);  // a finger that rests does not fling
    m_fingers.press(false);
    sleep_ms(300);
  }
  void zoom_by(double x, double y, Frames& frames, std::vector<double>& intervals) {
    std::vector<double> times;
    frames.look();
    const double lifted = m_fingers.tap(x, y);
    frames.watch(lifted + kStep, times);
    add_intervals(times, intervals);
    sleep_ms(400);
    frames.look();
  }
  static void add_intervals(const std::vector<double>& times, std::vector<double>& intervals) {
    for (std::size_t i = 1; i < times.size(); ++i) intervals.push_back(times[i] - times[i - 1]);
  }
  // presents MS: how often anything was drawn on the server's screen in that time, equal pixels too
  std::string presents(std::istringstream& words) {
    double ms = 0;
    words >> ms;
    const Damage damage =
        XDamageCreate(m_display, DefaultRootWindow(m_display), XDamageReportRawRectangles);
    XSync(m_display, True);
    const double end = now() + ms;
    int count = 0;
    while (now() < end) {
      while (XPending(m_display) > 0) {
        XEvent event;
        XNextEvent(m_display, &event);
        count += event.type == m_damage_event + XDamageNotify;
      }
      sleep_ms(std::min(20.0, end - now()));
    }
    XDamageDestroy(m_display, damage);
    XSync(m_display, True);
    return "{\"rectangles\": " + std::to_string(count) + "}";
  }
  // save FILE: what is shown, as a PPM, for people
  std::string saved(std::istringstream& words) {
    std::string file;
    words >> file;
    FILE* out = std::fopen(file.c_str(), "wb");
    if (out == nullptr) give_up(file + ": cannot be written");
    std::fprintf(out, "P6 %d %d 255\n", m_screen.width(), m_screen.height());
    for (int y = 0; y < m_screen.height(); ++y) {
      for (int x = 0; x < m_screen.width(); ++x) {
        const std::uint32_t pixel = m_screen.row(y)[x];
        for (const int shift : {16, 8, 0}) std::fputc(static_cast<int>(pixel >> shift & 255), out);
      }
    }
    std::fclose(out);
    return "{}";
  }

  [[nodiscard]] std::uint64_t sum() const {
    std::uint64_t sum = 14695981039346656037ULL;
    for (int y = 0; y < m_screen.height(); y += 3) {
      const std::uint32_t* row = m_screen.row(y);
      for (int x = y % 5; x < m_screen.width(); x += 5) sum = (sum ^ row[x]) * 1099511628211ULL;
    }
    return sum;
  }
  static std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value);
    return text;
  }
  static std::string at(const char* name, double time) {
    return std::string("{\"") + name + "\": " + number(time) + "}";
  }
  static std::string list(const std::vector<double>& values) {
    std::string out = "[";
    for (const double value : values) out += (out.size() > 1 ? ", " : "") + number(value);
    return out + "]";
  }

  Display* m_display;
  Screen m_screen;
  Fingers m_fingers;
  int m_damage_event = 0;
  std::map<std::string, Kept> m_kept;
};

}  // namespace

int main(int count, char** words) {
  if (count != 2) give_up("Usage: outside FRAMEBUFFER");
  prctl(PR_SET_TIMERSLACK, 1);  // sleeps end when they are over
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) give_up("no X server at DISPLAY");
  Outside outside(display, words[1]);
  for (std::string line; std::getline(std::cin, line);)
    std::cout << outside.answer(line) << std::endl;
  return 0;
}
