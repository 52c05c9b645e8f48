#include "kiosk/staff/usb_desk.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "kiosk/durable/durable_files.h"
#include "kiosk/pack/archive.h"
#include "kiosk/pack/load_pack.h"
#include "kiosk/refresh/content_export.h"
#include "kiosk/refresh/device_keys.h"
#include "kiosk/refresh/device_state.h"
#include "kiosk/refresh/history.h"
#include "kiosk/refresh/installing.h"
#include "kiosk/refresh/trust_policy.h"
#include "kiosk/staff/pack_difference.h"
#include "kiosk/staff/pack_news.h"

namespace kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestRevocation = 4096;  // bytes
constexpr Millis kWhileBusy{50};
constexpr Millis kWhileWaiting{1000};

JobTrouble trouble_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::kContent:
      return JobTrouble::kContent;
    case FailureKind::kNotTrusted:
      return JobTrouble::kNotTrusted;
    case FailureKind::kCorrupt:
      return JobTrouble::kCorrupt;
    case FailureKind::kNoSpace:
      return JobTrouble::kNoSpace;
    case FailureKind::kFailed:
      return JobTrouble::kReadOrWrite;
    case FailureKind::kOlder:
      return JobTrouble::kOlder;
  }
  return JobTrouble::kReadOrWrite;
}

JobTrouble trouble_of(platform::VolumeTroubleKind kind) {
  switch (kind) {
    case platform::VolumeTroubleKind::kFull:
      return JobTrouble::kFullStick;
    case platform::VolumeTroubleKind::kReadOnly:
      return JobTrouble::kReadOnlyStick;
    default:
      return JobTrouble::kReadOrWrite;
  }
}

// Who signed a stranger's archive, by its own word: to be compared by eye. Nothing: nobody is
// named, or the signature is not that key's, which no enrolling would mend.
std::optional<PublicKey> signer_of(const fs::path& archive) {
  const auto reader = ArchiveReader::open(archive);
  if (!reader) return std::nullopt;
  const auto key = reader->signature().claimed_key();
  return key && reader->verified_by({*key}) ? key : std::nullopt;
}

JobNews job_of(JobStage stage, const std::string& name) {
  JobNews job;
  job.stage = stage;
  job.name = name;
  return job;
}

// Bytes of a pack; 0, which is not known, of a folder.
std::uint64_t size_of(const fs::path& source) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(source, error);
  return error ? 0 : size;
}

// A pack's signature is looked at by the engine; a folder has none.
TrustDecision trust_in_folder(const fs::path& source, TrustRule rule) {
  std::error_code error;
  if (fs::is_directory(source, error)) return decide_trust(rule, {true, std::nullopt}, {});
  TrustDecision engine_decides;
  engine_decides.allowed = true;
  return engine_decides;
}

}  // namespace

UsbDesk::UsbDesk(StaffSite site, platform::Volumes& volumes)
    : m_site(std::move(site)), m_volumes(volumes) {}

UsbDesk::~UsbDesk() {
  decide(Decision::kDiscard);
  if (m_task.joinable()) m_task.join();
}

template <typename Change>
void UsbDesk::change_job(Change change) {
  const std::scoped_lock held(m_lock);
  change(m_job);
  m_job_changed = true;
}

// What staff asked for, and what is told of it from now on; nothing: what is told stays. A look at
// a stick, which may take its time, is waited for; while anything else is done it is not begun.
void UsbDesk::begin(std::optional<JobNews> told, std::function<void()> task) {
  {
    const std::scoped_lock held(m_lock);
    if (m_running && !m_looking) return;
    if (told) {
      m_job = std::move(*told);
      m_job_changed = true;
    }
    if (m_running) {
      m_next = std::move(task);
      return;
    }
  }
  start(std::move(task));
}

// The task's end shows in poll.
void UsbDesk::start(std::function<void()> task) {
  {
    const std::scoped_lock held(m_lock);
    m_running = true;
    m_resting = false;
    m_decision = Decision::kNone;
  }
  if (m_task.joinable()) m_task.join();
  m_task = std::thread([this, work = std::move(task)] {
    work();
    const std::scoped_lock held(m_lock);
    m_running = false;
    m_looking = false;
    m_resting = true;
    m_job_changed = true;
    m_turn.notify_all();
  });
}

// Until the task has come as far as it can without anybody's word.
void UsbDesk::settle() {
  if (!m_site.at_once) return;
  std::unique_lock held(m_lock);
  m_turn.wait(held, [&] { return m_resting; });
}

void UsbDesk::decide(Decision decision) {
  const std::scoped_lock held(m_lock);
  if (!m_running) return;
  m_decision = decision;
  if (decision == Decision::kApply || m_resting) m_resting = false;
  m_turn.notify_all();
}

void UsbDesk::entered(Language language) {
  m_open = true;
  m_language = language;
  m_changed = true;
}

// What nobody has said yes to goes, and the stick may.
void UsbDesk::left() {
  m_open = false;
  m_changed = true;
  if (m_previewing) preview();
  discard();
  for (const platform::Volume& volume : m_volumes.volumes()) {
    if (volume.access != platform::VolumeAccess::kNone) {
      m_volumes.want(volume.id, platform::VolumeAccess::kNone);
    }
  }
  m_asked.clear();
  forget_looks();
}

void UsbDesk::ask(const StaffAct& wish) {
  switch (wish.deed) {
    case StaffDeed::kTake:
      return take(wish.subject);
    case StaffDeed::kEnrol:
      return enrol();
    case StaffDeed::kApplyNow:
    case StaffDeed::kApplyLater:
      m_later = wish.deed == StaffDeed::kApplyLater;
      change_job([](JobNews& job) { job.stage = JobStage::kApplying; });
      return decide(Decision::kApply);
    case StaffDeed::kDiscard:
      return discard();
    case StaffDeed::kPreview:
      return preview();
    case StaffDeed::kRollBack:
      return roll_back_now();
    case StaffDeed::kExport:
      return write_to_stick("content", content_export());
    case StaffDeed::kEject:
      for (const platform::Volume& volume : m_volumes.volumes()) {
        m_volumes.want(volume.id, platform::VolumeAccess::kNone);
      }
      return discard();
    default:
      return;
  }
}

fs::path UsbDesk::shown_now() const {
  const auto shown = shown_packs(m_site.state);
  return shown.empty() ? m_site.bundled : shown.front();
}

// There and back: the tree in staging is shown as if it were in place.
void UsbDesk::preview() {
  m_previewing = !m_previewing;
  if (!m_previewing) {
    m_shown = shown_now();
    return;
  }
  const std::scoped_lock held(m_lock);
  m_previewing = m_job.stage == JobStage::kReady && !m_ready.empty();
  if (m_previewing) m_shown = m_ready;
}

// What is being made ready is not wanted; a report that was read is put away.
void UsbDesk::discard() {
  decide(Decision::kDiscard);
  const std::scoped_lock held(m_lock);
  if (std::exchange(m_next, {})) {
    m_job = {};
    m_job_changed = true;
  }
  const bool read = m_job.stage == JobStage::kDone || m_job.stage == JobStage::kFailed ||
                    m_job.stage == JobStage::kExported || m_job.stage == JobStage::kUnknownKey ||
                    m_job.stage == JobStage::kRevoked;
  if (read && !m_running) {
    m_job = {};
    m_job_changed = true;
  }
}

void UsbDesk::take(const std::string& key) {
  const auto number = static_cast<std::size_t>(std::atoi(key.c_str()));
  if (number >= m_paths.size()) return;
  m_wanted = m_paths[number];
  m_wanted_name = m_items[number].name;
  if (m_items[number].kind == StickItemKind::kRevocation) return revoke(m_wanted, m_wanted_name);
  install(m_wanted, m_wanted_name);
}

void UsbDesk::revoke(const fs::path& file, const std::string& name) {
  begin(job_of(JobStage::kChecking, name), [this, file, name] {
    PackResult<PublicKey> revoked = tl::unexpected(PackFailure{
        FailureKind::kCorrupt, name + ": it cannot be read. Copy it to the stick again."});
    const auto text = read_whole(file, kLongestRevocation);
    if (text && *text) revoked = take_revocation(m_site.state, **text);
    change_job([&](JobNews& job) {
      job.stage = revoked ? JobStage::kRevoked : JobStage::kFailed;
      if (revoked) {
        job.fingerprint = fingerprint_of(*revoked);
        return;
      }
      job.trouble = trouble_of(revoked.error().kind);
      job.sentences = {revoked.error().message};
    });
  });
}

void UsbDesk::install(const fs::path& source, const std::string& name) {
  m_later = false;
  begin(job_of(JobStage::kCopying, name),
        [this, source, rule = m_rule] { run_installation(source, rule); });
}

// Runs on the task's thread.
void UsbDesk::run_installation(const fs::path& source, TrustRule rule) {
  const TrustDecision allowed = trust_in_folder(source, rule);
  if (!allowed.allowed) {
    return tell_refusal(
        source, {FailureKind::kNotTrusted, source.string() + ": " + allowed.sentence}, rule);
  }
  const auto report = install_pack(request_for(source, rule));
  if (!report) return tell_refusal(source, report.error(), rule);
  change_job([&](JobNews& job) {
    if (report->declined) {
      job = {};
    } else if (!report->problems.empty()) {
      job.stage = JobStage::kFailed;
      job.trouble = JobTrouble::kContent;
      for (const Problem& problem : report->problems) job.sentences.push_back(problem.sentence());
      note_refused(job.sentences.front());
    } else {
      job.stage = JobStage::kWaiting;
      m_installed = m_site.state / "packs" / report->installed->folder;
    }
  });
}

InstallRequest UsbDesk::request_for(const fs::path& source, TrustRule rule) {
  InstallRequest request;
  request.source = source;
  request.state = m_site.state;
  // What was a pack a moment ago may be a folder by now.
  request.only_archives = rule == TrustRule::kSigned;
  request.making = m_site.making;
  request.gently = !m_site.at_once;  // the map goes on moving
  request.copying = [this, whole = size_of(source)](std::uint64_t bytes) {
    change_job([&](JobNews& job) {
      job.done = bytes;
      job.whole = whole;
    });
  };
  request.copied = [this] {
    change_job([](JobNews& job) {
      job.stage = JobStage::kChecking;
      job.done = job.whole = 0;
    });
  };
  request.given_up = [this] {
    const std::scoped_lock held(m_lock);
    return m_decision == Decision::kDiscard;
  };
  request.making.progress = [this](std::size_t done, std::size_t all) {
    change_job([&](JobNews& job) {
      job.done = done;
      job.whole = all;
      job.counts_pictures = true;
    });
  };
  request.unknown_author = m_site.unknown_author;
  request.known_packs = {m_site.bundled};
  request.pictures = [this](const std::vector<CityPictures>& cities) {
    change_job([&](JobNews& job) {
      for (const CityPictures& city : cities) {
        for (const LeftOutPicture& picture : city.left_out) {
          job.left_out.push_back(
              {city.city, picture.file, std::string(kiosk::name(picture.fault))});
        }
      }
    });
  };
  request.approve = [this](const fs::path& tree, const InstalledPack& pack) {
    return wait_for_decision(tree, pack);
  };
  return request;
}

// An unknown key is a question; anything else is an answer, which the record keeps.
void UsbDesk::tell_refusal(const fs::path& source, const PackFailure& failure, TrustRule rule) {
  const auto key = failure.kind == FailureKind::kNotTrusted ? signer_of(source) : std::nullopt;
  const TrustDecision trust = decide_trust(rule, {false, key}, read_device_keys(m_site.state));
  const bool unknown = key && trust.can_be_enrolled;
  // By the name that staff know, not by where the stick happens to be mounted.
  std::string sentence = failure.message;
  if (sentence.starts_with(source.string())) {
    sentence = source.filename().string() + sentence.substr(source.string().size());
  }
  if (!unknown) note_refused(sentence);
  change_job([&](JobNews& job) {
    job.stage = unknown ? JobStage::kUnknownKey : JobStage::kFailed;
    if (unknown) {
      job.fingerprint = fingerprint_of(*key);
      m_unknown_key = to_text(*key);
      return;
    }
    const bool signed_only = rule == TrustRule::kSigned && fs::is_directory(source);
    job.trouble = signed_only ? JobTrouble::kSignedOnly : trouble_of(failure.kind);
    job.sentences = {std::move(sentence)};
  });
}

// It is refused all the same if that cannot be written down.
void UsbDesk::note_refused(const std::string& sentence) const {
  static_cast<void>(note_refusal(m_site.state, sentence));
}

// Runs on the task's thread, which waits here while staff read the report.
bool UsbDesk::wait_for_decision(const fs::path& tree, const InstalledPack& pack) {
  const auto before = load_pack(shown_now());
  const auto after = load_pack(tree);
  std::unique_lock held(m_lock);
  if (m_decision == Decision::kDiscard) return false;
  m_job.stage = JobStage::kReady;
  m_ready = tree;
  m_job.pack = news_of(pack);
  if (before && after) describe_difference(*before, *after, m_language, m_job);
  m_job_changed = true;
  m_resting = true;
  m_turn.notify_all();
  m_turn.wait(held, [&] { return m_decision != Decision::kNone; });
  m_resting = false;
  m_ready.clear();
  return m_decision == Decision::kApply;
}

void UsbDesk::enrol() {
  std::string text;
  {
    const std::scoped_lock held(m_lock);
    if (m_running || m_job.stage != JobStage::kUnknownKey) return;
    text = std::exchange(m_unknown_key, {});
  }
  const auto key = parse_public_key(text);
  if (!key) return;
  m_later = false;
  begin(job_of(JobStage::kCopying, m_wanted_name),
        [this, key = *key, source = m_wanted, rule = m_rule] {
          const auto enrolled = enrol_key(m_site.state, key, "by PIN");
          if (enrolled) return run_installation(source, rule);
          change_job([&](JobNews& job) {
            job.stage = JobStage::kFailed;
            job.trouble = trouble_of(enrolled.error().kind);
            job.sentences = {enrolled.error().message};
          });
        });
}

void UsbDesk::roll_back_now() {
  m_later = false;
  begin(std::nullopt, [this] {
    const auto state = roll_back(m_site.state);
    change_job([&](JobNews& job) {
      job = {};
      if (!state) {
        job.stage = JobStage::kFailed;
        job.trouble = trouble_of(state.error().kind);
        job.sentences = {state.error().message};
        return;
      }
      job.stage = JobStage::kWaiting;
      m_installed = shown_now();
    });
  });
}

// To be written to: the volume that came last, of those with nothing wrong if there are any. A
// stick may have parts, and sticks may be several.
const platform::Volume* UsbDesk::stick() const {
  const auto& all = m_volumes.volumes();
  const auto sound = std::find_if(all.rbegin(), all.rend(),
                                  [](const platform::Volume& volume) { return !volume.trouble; });
  if (sound != all.rend()) return &*sound;
  return all.empty() ? nullptr : &all.back();
}

// The stick is made writable, written, and made readable again: only then is it said to be done.
void UsbDesk::write_to_stick(const std::string& what, StickWriting writing) {
  const platform::Volume* volume = stick();
  change_job([&](JobNews& job) {
    job = {};
    job.exported = what;
    job.stage = volume == nullptr ? JobStage::kFailed : JobStage::kExporting;
    if (volume == nullptr) job.trouble = JobTrouble::kNoStick;
  });
  if (volume == nullptr) return;
  m_exporting = true;
  m_writing = std::move(writing);
  m_volumes.want(volume->id, platform::VolumeAccess::kWrite);
}

void UsbDesk::tell_failure(const std::string& sentence) {
  change_job([&](JobNews& job) {
    job = {};
    job.stage = JobStage::kFailed;
    job.trouble = JobTrouble::kReadOrWrite;
    job.sentences = {sentence};
  });
}

StickWriting UsbDesk::content_export() {
  ContentExport request;
  request.built = shown_now();
  request.program_content = m_site.program_content;
  if (request.built == m_site.bundled) request.originals = m_site.program_content;
  request.language = m_language;
  return [this, request](const fs::path& folder) -> PackResult<void> {
    ContentExport asked = request;
    asked.stick = folder;
    asked.progress = [this](std::uint64_t bytes, std::uint64_t of) {
      change_job([&](JobNews& job) {
        job.done = bytes;
        job.whole = of;
      });
    };
    if (auto done = export_content(asked); !done) return tl::unexpected(std::move(done.error()));
    return {};
  };
}

void UsbDesk::advance_export() {
  const platform::Volume* volume = stick();
  JobStage stage;
  {
    const std::scoped_lock held(m_lock);
    stage = m_job.stage;
    if (m_running) return;
  }
  const auto failed = [&](const platform::VolumeTrouble& trouble) {
    m_exporting = false;
    change_job([&](JobNews& job) {
      job.stage = JobStage::kFailed;
      job.trouble = trouble_of(trouble.kind);
      job.sentences = {trouble.sentence};
    });
  };
  if (volume == nullptr) return failed(platform::volume_trouble(ENODEV, "USB"));
  if (volume->busy) return;
  if (volume->trouble) return failed(*volume->trouble);
  if (stage == JobStage::kExporting && volume->access == platform::VolumeAccess::kWrite) {
    return start([this, folder = volume->folder, write = std::exchange(m_writing, {})] {
      const auto done = write(folder);
      change_job([&](JobNews& job) {
        job.stage = done ? JobStage::kExported : JobStage::kFailed;
        if (done) return;
        job.trouble = trouble_of(done.error().kind);
        job.sentences = {done.error().message};
      });
    });
  }
  if (stage == JobStage::kExporting) return;
  if (volume->access == platform::VolumeAccess::kWrite) {
    return m_volumes.want(volume->id, platform::VolumeAccess::kRead);
  }
  m_exporting = false;
  forget_looks();
}

void UsbDesk::forget_looks() {
  const std::scoped_lock held(m_lock);
  m_looks.clear();
}

// One at a time; false: there is something else to be done first.
bool UsbDesk::look_at(const platform::Volume& volume) {
  {
    const std::scoped_lock held(m_lock);
    if (m_running || m_job.stage != JobStage::kNone) return false;
    if (m_looks.contains(volume.id)) return true;
    m_looking = true;
  }
  start([this, id = volume.id, folder = volume.folder] {
    auto found = find_stick_contents(folder);
    Look look;
    if (found) {
      look.contents = std::move(*found);
    } else {
      look.trouble = found.error().message;
    }
    const std::scoped_lock held(m_lock);
    m_looks[id] = std::move(look);
  });
  return true;
}

// All volumes as one stick: staff choose among what lies on any of them, and hear of one that
// cannot be read only where no other can.
void UsbDesk::tell_stick(StaffNews& told) {
  const auto& all = m_volumes.volumes();
  m_paths.clear();
  if (all.empty()) {
    told.stick.reset();
    m_asked.clear();
    forget_looks();
    return;
  }
  StickNews news;
  std::string trouble;
  const std::scoped_lock held(m_lock);
  std::erase_if(m_looks, [&](const auto& look) {
    return std::ranges::none_of(
        all, [&](const platform::Volume& volume) { return volume.id == look.first; });
  });
  for (const platform::Volume& volume : all) {
    if (volume.busy) news.busy = true;
    if (volume.trouble) trouble = volume.trouble->sentence;
    const auto look = m_looks.find(volume.id);
    if (volume.access != platform::VolumeAccess::kRead || look == m_looks.end()) continue;
    if (!look->second.trouble.empty()) {
      trouble = look->second.trouble;
      continue;
    }
    news.readable = true;
    if (!volume.label.empty()) news.name += (news.name.empty() ? "" : " · ") + volume.label;
    tell_contents(look->second.contents, news);
  }
  if (!news.readable) {
    news.name = all.back().label;
    news.trouble = trouble;
  }
  m_items = news.items;
  told.stick = std::move(news);
}

void UsbDesk::tell_contents(const StickContents& contents, StickNews& news) {
  const auto add = [&](const StickItem& item, StickItemKind kind) {
    news.items.push_back({std::to_string(m_paths.size()), item.name, kind, item.size});
    m_paths.push_back(item.path);
  };
  for (const StickItem& item : contents.packs) add(item, StickItemKind::kPack);
  for (const StickItem& item : contents.folders) add(item, StickItemKind::kFolder);
  for (const StickItem& item : contents.revocations) add(item, StickItemKind::kRevocation);
  news.nearly.insert(news.nearly.end(), contents.nearly.begin(), contents.nearly.end());
}

void UsbDesk::tell_shown(StaffNews& news) const {
  const auto state = read_device_state(m_site.state);
  news.shown = news_of(state ? state->current : std::nullopt);
  news.before.reset();
  if (state && state->current) news.before = news_of(state->previous);
}

// By how fast it went so far; said once there is enough to judge by.
void UsbDesk::tell_time_left(Millis now, JobNews& job) {
  constexpr Millis kLeast{2'000};
  if (m_pace.stage != job.stage || job.done < m_pace.from) m_pace = {job.stage, job.done, now};
  const auto gone = static_cast<double>(job.done - m_pace.from);
  if (job.whole <= job.done || gone <= 0 || now - m_pace.since < kLeast) return;
  const double rate = gone / (now - m_pace.since).count();
  job.seconds_left =
      static_cast<int>(std::ceil(static_cast<double>(job.whole - job.done) / rate / 1000));
}

bool UsbDesk::idle() const {
  const std::scoped_lock held(m_lock);
  return !m_open && !m_changed && !m_running && !m_job_changed && !m_installed && !m_shown;
}

// Looks at what is plugged in, and goes on with what is written to it.
void UsbDesk::hold_stick() {
  for (const platform::Volume& volume : m_volumes.volumes()) {
    if (volume.access == platform::VolumeAccess::kNone && !volume.busy && !volume.trouble &&
        m_asked.insert(volume.id).second) {
      m_volumes.want(volume.id, platform::VolumeAccess::kRead);
    }
    if (volume.access != platform::VolumeAccess::kRead || m_exporting) continue;
    if (!look_at(volume)) break;
  }
  if (m_exporting) advance_export();
}

void UsbDesk::poll(Millis now, bool vacant, StaffNews& news) {
  settle();
  if (m_open) {
    static_cast<void>(m_volumes.poll());
    hold_stick();
    settle();
  }
  finish_task();
  {
    const std::scoped_lock held(m_lock);
    if (m_installed && (!m_later || vacant)) {
      m_shown = std::exchange(m_installed, std::nullopt);
      m_job.stage = JobStage::kDone;
    }
  }
  if (m_shown || m_changed) tell_shown(news);
  tell_stick(news);
  m_changed = false;
  const std::scoped_lock held(m_lock);
  news.job = m_job;
  tell_time_left(now, news.job);
  m_job_changed = false;
}

void UsbDesk::finish_task() {
  std::function<void()> next;
  {
    const std::scoped_lock held(m_lock);
    if (m_running) return;
    if (m_task.joinable()) m_task.join();
    next = std::exchange(m_next, {});
  }
  if (next) start(std::move(next));
}

std::optional<fs::path> UsbDesk::take_shown() { return std::exchange(m_shown, std::nullopt); }

std::optional<Millis> UsbDesk::rest() const {
  const std::scoped_lock held(m_lock);
  if ((m_running && !m_resting) || m_job_changed || m_exporting) return kWhileBusy;
  if (m_installed) return kWhileWaiting;
  if (!m_open) return std::nullopt;
  return platform::kVolumeLookEvery;
}

}  // namespace kiosk
