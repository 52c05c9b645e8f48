#include "kiosk/picture/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace kiosk {
namespace {

constexpr unsigned kUtf8 = 26;  // the Extended Channel Interpretation of UTF-8

struct InputDeleter {
  void operator()(QRinput* input) const { QRinput_free(input); }
};
struct CodeDeleter {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<QrCode> qr_code(std::string_view utf8) {
  if (utf8.empty() || utf8.size() > kMostQrBytes) return std::nullopt;
  const std::unique_ptr<QRinput, InputDeleter> input(QRinput_new2(0, QR_ECLEVEL_L));
  if (!input || QRinput_appendECIheader(input.get(), kUtf8) != 0) return std::nullopt;
  const auto* bytes = reinterpret_cast<const unsigned char*>(utf8.data());
  if (QRinput_append(input.get(), QR_MODE_8, static_cast<int>(utf8.size()), bytes) != 0) {
    return std::nullopt;
  }
  const std::unique_ptr<QRcode, CodeDeleter> made(QRcode_encodeInput(input.get()));
  if (!made) return std::nullopt;
  QrCode code;
  code.side = made->width;
  const auto count = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
  code.dark.reserve(count);
  // The lowest bit of a square's byte is its colour; the others say what it is for.
  for (std::size_t i = 0; i < count; ++i) code.dark.push_back(made->data[i] & 1U);
  return code;
}

}  // namespace kiosk
