<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/">naïve 日本語 🎉<xsl:text>&#10;</xsl:text><xsl:value-of select="line"/><xsl:text>&#10;</xsl:text></xsl:template>
</xsl:stylesheet>
