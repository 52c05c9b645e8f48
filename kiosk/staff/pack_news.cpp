#include "kiosk/staff/pack_news.h"

namespace kiosk {

PackNews news_of(const std::optional<InstalledPack>& pack) {
  PackNews news;
  news.bundled = !pack.has_value();
  if (!pack) return news;
  news.title = pack->id;
  news.serial = pack->serial;
  news.local = pack->origin == PackOrigin::kFolder;
  news.signer = pack->signer;
  return news;
}

}  // namespace kiosk
