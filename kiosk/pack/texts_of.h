// Every text that visitors read in a draft, with the file and path it stands at.
// One list, so that no check of languages forgets a field. Inside the loader alone.
#pragma once

#include <functional>
#include <string>

#include "kiosk/pack/draft.h"

namespace kiosk {

using TextVisitor =
    std::function<void(const std::string& file, const std::string& path, const Localized& text)>;

void for_each_text(const Draft& draft, const TextVisitor& visit);

}  // namespace kiosk
