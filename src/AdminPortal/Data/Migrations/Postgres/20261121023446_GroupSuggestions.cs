using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPortal.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class GroupSuggestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GroupSuggestions",
                columns: table => new
                {
                    CommunityId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    GroupId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Description = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    SuggestedByKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    SuggestedAt = table.Column<long>(type: "bigint", nullable: true),
                    MemberCount = table.Column<int>(type: "integer", nullable: true),
                    Exists = table.Column<bool>(type: "boolean", nullable: true),
                    FirstSeenAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupSuggestions", x => new { x.CommunityId, x.GroupId });
                    table.ForeignKey(
                        name: "FK_GroupSuggestions_Groups_CommunityId",
                        column: x => x.CommunityId,
                        principalTable: "Groups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GroupSuggestions");
        }
    }
}
