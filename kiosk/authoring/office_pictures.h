// The pictures of an office's folder: which of them a text means, which are offered, which are
// fit. Part of office_folder.h. Blocking; one thread.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kiosk/authoring/folder_listing.h"
#include "kiosk/authoring/office_folder.h"
#include "kiosk/authoring/office_texts.h"

namespace kiosk {

// One picture that was put into our folder, and for whom.
struct PlacedPicture {
  std::string city;    // id
  std::string placed;  // its name in our folder
  std::string shown;   // as the office, or the text, named it
  bool mentioned = false;
};

class OfficePictures {
 public:
  OfficePictures(const OfficeFolderRequest& request, const std::vector<ListedFile>& files,
                 const OfficeTexts& texts);

  // Puts every picture that a text mentions, and every one that is offered, into our folder.
  [[nodiscard]] PackResult<void> place();
  // Holds them all against what a picture must be; those that are unfit are removed again,
  // but for mentioned ones when the request is strict: the build tells them then.
  [[nodiscard]] PackResult<void> judge();

  [[nodiscard]] const std::vector<PlacedPicture>& fit() const { return m_placed; }
  // By city; those of no city under "".
  [[nodiscard]] std::map<std::string, std::vector<LeftOutPicture>> left_out() const {
    return m_left_out;
  }

 private:
  [[nodiscard]] PackResult<void> place_mention(const std::string& city, const std::string& file);
  [[nodiscard]] PackResult<void> place_offer(const ListedFile& file);
  [[nodiscard]] PackResult<bool> put(const ListedFile& from, const std::string& to);
  [[nodiscard]] const ListedFile* find(const std::string& mention) const;
  [[nodiscard]] bool is_offer(const ListedFile& file) const;
  [[nodiscard]] std::string city_of(const ListedFile& file) const;
  [[nodiscard]] bool is_of_unread_city(const ListedFile& file) const;
  [[nodiscard]] std::string free_name(const std::string& city, const ListedFile& file);
  [[nodiscard]] PackResult<void> check_reader() const;
  [[nodiscard]] std::vector<PictureVerdict> verdicts(const PlacedPicture& picture,
                                                     const PictureOutcome& outcome) const;
  [[nodiscard]] bool is_left_to_the_build(const PlacedPicture& picture) const;
  [[nodiscard]] bool is_again(const PlacedPicture& picture);
  void leave_out(const PlacedPicture& picture, const PictureVerdict& verdict);

  const OfficeFolderRequest& m_request;
  const std::vector<ListedFile>& m_files;
  const OfficeTexts& m_texts;
  std::map<std::string, const ListedFile*> m_by_name;
  std::map<std::string, const ListedFile*> m_by_key;
  std::map<std::string, std::string> m_put;  // the office's name -> where it was put first
  std::set<std::string> m_mentions;          // keys of all that texts mention
  std::set<std::string> m_meant;             // the office's names of the files that they mean
  std::set<std::string> m_names;             // keys that are taken in our folder
  std::map<std::string, std::set<std::string>> m_hashes;  // of the pictures of a city
  std::vector<PlacedPicture> m_placed;
  std::map<std::string, std::vector<LeftOutPicture>> m_left_out;
};

}  // namespace kiosk
