# ruff: noqa: E501, RUF001 - the rows of feeds are as long as they are
"""Small realistic feeds, one a format, written by code: the same three things in each."""

from __future__ import annotations

import json

__all__ = [
    "ATOM",
    "HTML_PAGE",
    "JSONLD",
    "MERCHANT_CHINESE",
    "MERCHANT_GERMAN",
    "MERCHANT_TSV",
    "RSS",
    "SHOPIFY_NEW",
    "SHOPIFY_OLD",
    "WOOCOMMERCE",
]

MERCHANT_TSV = "\n".join(
    "\t".join(row)
    for row in (
        ("ID", "Item Group ID", "Title", "Description", "Price", "Sale_Price", "Availability",
         "Brand", "Product Type", "Color", "Size", "Material", "product_detail", "image_link"),
        ("s-1", "skimmer", "Skimmer Trail Shoe - Blue, 42", "<p>Light &amp; <b>quick</b></p>",
         "79.00 USD", "59.00 USD", "in_stock", "Northvale", "Shoes > trail shoes", "Blue", "42",
         "mesh", "Build:Weight:240 g,Build:Waterproof:yes", "https://shop.example/s-1.jpg"),
        ("s-2", "skimmer", "Skimmer Trail Shoe - Red, 43", "", "79.00 USD", "", "out of stock",
         "Northvale", "Shoes > trail shoes", "Red", "43", "mesh",
         "Build:Weight:240 g,Build:Waterproof:yes", "https://shop.example/s-2.jpg"),
        ("lamp", "", "Oak Desk Lamp", '=HYPERLINK("x")', "", "", "in stock", "Lumo",
         "Home > lamps", "", "", "oak", "Light:Power:8 W", ""),
    )
)  # fmt: skip

MERCHANT_GERMAN = (
    "ID;Titel;Beschreibung;Preis;Verfügbarkeit;Marke;Produkttyp;Farbe;Größe\n"
    'k-1;Teekanne;"Aus Porzellan; 1,2 l";"1.234,50 EUR";auf Lager;Porzella;Küche > Kannen;weiß;\n'
    "k-2;Löffel;;12,50 €;nicht auf Lager;Porzella;Küche > Besteck;;\n"
)

MERCHANT_CHINESE = (
    "商品编号,标题,描述,价格,促销价,库存状态,品牌,商品类型,颜色,尺寸\n"
    "1,登山靴,防水，耐磨,399.00 元,￥299.00,有货,凯乐石,鞋 > 登山鞋,蓝色,42\n"
    '2,台灯,,"１,２９９人民币",,缺货,飞利浦,灯具,,\n'
)

_ITEM = """
  <g:id>s-1</g:id><g:item_group_id>skimmer</g:item_group_id>
  <title>Skimmer Trail Shoe</title><description><![CDATA[<p>Light &amp; quick</item></p>]]></description>
  <link>https://shop.example/p/s-1</link><g:price>79.00 USD</g:price>
  <g:sale_price>59.00 USD</g:sale_price>
  <g:sale_price_effective_date>2020-01-01T00:00-0800/2099-01-01</g:sale_price_effective_date>
  <g:availability>in_stock</g:availability><g:color>Blue</g:color><g:size>42</g:size>
  <g:product_highlight>Quick to dry</g:product_highlight>
  <g:product_highlight>Grips on wet rock</g:product_highlight>
  <g:product_detail><g:section_name>Build</g:section_name><g:attribute_name>Weight</g:attribute_name>
  <g:attribute_value>240 g</g:attribute_value></g:product_detail>
"""

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item>{_ITEM}</item>
<item><g:id>broken</g:id><title>Un<b>closed</title></item>
<item><g:id>lamp</g:id><title>Oak &amp; Brass Lamp &eacute; Salt & Co</title><g:price>20 USD</g:price></item>
</channel></rss>
"""

ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry>{_ITEM.replace("<link>https://shop.example/p/s-1</link>", '<link href="https://shop.example/p/s-1"/>')}</entry>
</feed>
"""

SHOPIFY_OLD = """Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,\
Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,\
Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,\
Status,Fabric (product.metafields.custom.fabric)
skimmer,Skimmer Trail Shoe,<p>Light &amp; quick</p>,Northvale,Shoes > trail shoes,,"trail, light",true,\
Color,Blue,Size,42,SK-1,240,shopify,4,deny,59.00,79.00,https://cdn.example/1.jpg,active,mesh; nylon
skimmer,,,,,,,,,Red,,43,SK-2,240,shopify,0,deny,79.00,,https://cdn.example/2.jpg,,
skimmer,,,,,,,,,,,,,,,,,,,https://cdn.example/3.jpg,,
lamp,Oak Desk Lamp,,Lumo,,lamps,,true,Title,Default Title,,,,0,,,deny,,,,active,
hidden,Secret Draft,,Lumo,,lamps,,true,Title,Default Title,,,,0,,,deny,5.00,,,draft,
"""

SHOPIFY_NEW = """Title,URL handle,Description,Vendor,Product category,Type,Published on online store,\
Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,\
Continue selling when out of stock,Weight value (grams),Product image URL,Variant image URL
Skimmer Trail Shoe,skimmer,Light,Northvale,Shoes > trail shoes,,TRUE,Active,SK-1,Size,42,59.00,79.00,\
shopify,4,DENY,240,https://cdn.example/1.jpg,
,skimmer,,,,,,,SK-2,,43,79.00,,shopify,0,CONTINUE,240,,https://cdn.example/2.jpg
"""

WOOCOMMERCE = """ID,Type,SKU,Name,Published,Short description,Description,\
Date sale price starts,Date sale price ends,In stock?,Stock,Backorders allowed?,Weight (kg),\
Sale price,Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s),\
Attribute 2 name,Attribute 2 value(s)
10,variable,skimmer,Skimmer Trail Shoe,1,Light,<p>Quick</p>,,,1,,0,0.24,,,\
"Shoes > trail shoes, Shoes",trail,https://shop.example/1.jpg,,Size,"42, 43",Fabric,mesh
11,variation,sk-42,Skimmer Trail Shoe - 42,1,,,,,1,4,0,,59.00,79.00,,,,skimmer,Size,42,,
12,variation,,Skimmer Trail Shoe - 43,1,,,2020-01-01,2020-02-01,0,0,0,,59.00,79.00,,,,id:10,Size,43,,
13,simple,lamp,Oak Desk Lamp,1,,,,,1,,0,,,,"Home > lamps",,,,Power,8 W,,
14,simple,draft,Secret Draft,-1,,,,,1,,0,,,5.00,,,,,,,,
"""

JSONLD = json.dumps(
    {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "ProductGroup",
                "@id": "#skimmer",
                "productGroupID": "skimmer",
                "name": "Skimmer Trail Shoe",
                "brand": {"@type": "Brand", "name": "Northvale"},
                "category": "Shoes > trail shoes",
                "aggregateRating": {"ratingValue": "8,8", "bestRating": 10, "reviewCount": 12},
                "hasVariant": [
                    {
                        "@type": "Product",
                        "sku": "s-1",
                        "name": "Skimmer blue",
                        "color": "Blue",
                        "size": {"@type": "SizeSpecification", "name": "42"},
                        "weight": {"value": 240, "unitCode": "GRM"},
                        "offers": {
                            "@type": "Offer",
                            "price": "59.00",
                            "priceCurrency": "USD",
                            "availability": "https://schema.org/InStock",
                            "priceSpecification": {
                                "priceType": "https://schema.org/ListPrice",
                                "price": 79,
                                "priceCurrency": "USD",
                            },
                        },
                    },
                    {"@id": "#red"},
                ],
            },
            {
                "@type": "https://schema.org/Product",
                "@id": "#red",
                "sku": "s-2",
                "color": "Red",
                "isVariantOf": {"@id": "#skimmer"},
                "weight": {"value": 240, "unitCode": "GRM"},
                "offers": {
                    "@type": "AggregateOffer",
                    "lowPrice": 70,
                    "highPrice": 90,
                    "priceCurrency": "USD",
                    "availability": "OutOfStock",
                },
            },
            {
                "@type": ["Product"],
                "sku": "lamp",
                "name": "Oak Desk Lamp",
                "image": [{"url": "//cdn.example/lamp.jpg"}],
                "isRelatedTo": {"@type": "Product", "sku": "no", "name": "Not this one"},
                "additionalProperty": [
                    {"name": "Power", "value": 8, "unitText": "W"},
                    {"name": "Dimmable", "value": True},
                ],
            },
        ],
    },
    indent=1,
)

HTML_PAGE = f"""<!DOCTYPE html><html><head><title>Shoes</title>
<script type="application/ld+json">{{broken</script>
<script type="application/ld+json">{JSONLD}</script></head><body><p>Buy</p></body></html>
"""
