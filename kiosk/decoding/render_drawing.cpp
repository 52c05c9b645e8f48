// SVG by librsvg and cairo: shapes, gradients, patterns, masks. No text, so no fonts.
#include <librsvg/rsvg.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "kiosk/decoding/row_sink.h"

namespace kiosk::decoding {

namespace {

constexpr double kNoSizeGiven = 1200;

struct ReleaseHandle {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
};
struct ReleaseSurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ReleaseContext {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Handle = std::unique_ptr<RsvgHandle, ReleaseHandle>;
using Surface = std::unique_ptr<cairo_surface_t, ReleaseSurface>;
using Context = std::unique_ptr<cairo_t, ReleaseContext>;

Handle parsed(std::string_view bytes) {
  GError* error = nullptr;
  Handle handle(rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(bytes.data()),
                                          bytes.size(), &error));
  if (error != nullptr) g_error_free(error);
  return handle;
}

struct DrawingSize {
  double width = 0;
  double height = 0;
};

// As its author sized it, in px; else by the shape of its view box.
DrawingSize size_of(RsvgHandle* handle) {
  DrawingSize size;
  if (rsvg_handle_get_intrinsic_size_in_pixels(handle, &size.width, &size.height) != FALSE) {
    return size;
  }
  gboolean has_width = FALSE;
  gboolean has_height = FALSE;
  gboolean has_box = FALSE;
  RsvgLength width{};
  RsvgLength height{};
  RsvgRectangle box{};
  rsvg_handle_get_intrinsic_dimensions(handle, &has_width, &width, &has_height, &height, &has_box,
                                       &box);
  if (has_box != FALSE && box.width > 0 && box.height > 0) return {box.width, box.height};
  return {kNoSizeGiven, kNoSizeGiven};
}

}  // namespace

void warm_up_drawing() {
  // Libraries look for what they need on their first use: types, locale, kernel features.
  constexpr std::string_view kSmall =
      "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
      "width='8' height='8'><defs><linearGradient id='g'><stop offset='0' stop-color='#fff'/>"
      "</linearGradient><path id='p' d='M0 0C1 1 2 2 3 3z'/></defs>"
      "<rect width='8' height='8' fill='url(#g)' opacity='.5'/><use xlink:href='#p'/></svg>";
  const Handle handle = parsed(kSmall);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 8, 8));
  const Context context(cairo_create(surface.get()));
  const RsvgRectangle place{0, 0, 8, 8};
  if (handle) rsvg_handle_render_document(handle.get(), context.get(), &place, nullptr);
}

void render_drawing(std::string_view bytes, int side, RowSink& sink) {
  const Handle handle = parsed(bytes);
  if (!handle) return sink.refuse(WireStatus::kDamaged);
  const DrawingSize natural = size_of(handle.get());
  if (!(natural.width >= 1) || !(natural.height >= 1) || natural.width > 1e6 ||
      natural.height > 1e6) {
    return sink.refuse(WireStatus::kDamaged);
  }
  const double scale = side / std::max(natural.width, natural.height);
  const int width = std::max(1, static_cast<int>(std::lround(natural.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(natural.height * scale)));
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
    return sink.refuse(WireStatus::kTooMuchMemory);
  }
  const Context context(cairo_create(surface.get()));
  cairo_set_source_rgb(context.get(), 1, 1, 1);
  cairo_paint(context.get());
  const RsvgRectangle place{0, 0, static_cast<double>(width), static_cast<double>(height)};
  if (rsvg_handle_render_document(handle.get(), context.get(), &place, nullptr) == FALSE) {
    return sink.refuse(WireStatus::kDamaged);
  }
  cairo_surface_flush(surface.get());
  const unsigned char* pixels = cairo_image_surface_get_data(surface.get());
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  WireHeader header;
  header.width = static_cast<std::uint32_t>(width);
  header.height = static_cast<std::uint32_t>(height);
  header.natural_width = static_cast<std::uint32_t>(std::lround(natural.width));
  sink.begin(header);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(width) * 3);
  for (int y = 0; y < height; ++y) {
    const unsigned char* from = pixels + static_cast<std::size_t>(y) * stride;
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      std::uint32_t pixel = 0;  // xRGB in the machine's byte order
      std::copy_n(from + x * 4, 4, reinterpret_cast<unsigned char*>(&pixel));
      row[x * 3] = static_cast<std::uint8_t>(pixel >> 16U);
      row[x * 3 + 1] = static_cast<std::uint8_t>(pixel >> 8U);
      row[x * 3 + 2] = static_cast<std::uint8_t>(pixel);
    }
    sink.row(row);
  }
  sink.end(true);
}

}  // namespace kiosk::decoding
