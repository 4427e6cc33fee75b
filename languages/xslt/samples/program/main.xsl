<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <!-- An order as a document becomes an invoice as text: groups by the method of Muench, sums by recursion. -->
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:key name="by-kind" match="item" use="@kind"/>
  <xsl:decimal-format name="money" decimal-separator="." grouping-separator=","/>

  <!-- The sum of count times price, which sum() cannot do. -->
  <xsl:template name="total">
    <xsl:param name="items"/>
    <xsl:param name="so-far" select="0"/>
    <xsl:choose>
      <xsl:when test="$items">
        <xsl:call-template name="total">
          <xsl:with-param name="items" select="$items[position() &gt; 1]"/>
          <xsl:with-param name="so-far" select="$so-far + $items[1]/@count * $items[1]/@price"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$so-far"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="/order">
    <xsl:text>Invoice for </xsl:text><xsl:value-of select="@customer"/><xsl:text>&#10;</xsl:text>
    <xsl:for-each select="item[generate-id() = generate-id(key('by-kind', @kind)[1])]">
      <xsl:sort select="@kind"/>
      <xsl:value-of select="@kind"/><xsl:text>&#10;</xsl:text>
      <xsl:apply-templates select="key('by-kind', @kind)">
        <xsl:sort select="@count * @price" data-type="number" order="descending"/>
      </xsl:apply-templates>
    </xsl:for-each>
    <xsl:variable name="sum">
      <xsl:call-template name="total">
        <xsl:with-param name="items" select="item"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:text>total </xsl:text><xsl:value-of select="format-number($sum, '#,##0.00', 'money')"/>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="item">
    <xsl:text>  </xsl:text>
    <xsl:value-of select="concat(@count, ' x ', ., ' = ', format-number(@count * @price, '#,##0.00', 'money'))"/>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
